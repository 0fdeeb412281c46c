import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { orChatAway } from "./chat-tables.ts";

/** What somebody asked of depmap, as it is kept until it is answered. */
export const Asked = z.object({
  id: z.string(),
  person: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  what: z.discriminatedUnion("kind", [
    /** An ordinary message: kept so that a double click does not say it twice. */
    z.object({ kind: z.literal("nothing") }),
    z.object({ kind: z.literal("command"), line: z.string() }),
    z.object({
      kind: z.literal("action"),
      action: z.string(),
      fields: z.record(z.string(), z.string()),
      message: z.string(),
    }),
    z.object({ kind: z.literal("capture"), root: z.string() }),
    /** A message was edited or deleted: what was learned from it has to follow. */
    z.object({
      kind: z.literal("change"),
      root: z.string(),
      message: z.string(),
      did: z.enum(["edited", "deleted"]),
    }),
  ]),
});
export type Asked = z.infer<typeof Asked>;

/** Requests on disk: one with an id that is known is not answered again, one without an answer is not forgotten. */
export interface RequestStore {
  keep(asked: Asked, at: number): "new" | "known";
  /** Notes that an answer is being made; returns how many times now. */
  attempt(id: string): number;
  answered(id: string): void;
  unanswered(): readonly Asked[];
  /** Drops answered requests older than `at`. */
  forget(before: number): void;
}

/** Requests in the tables of `openChatTables`. */
export function createRequestStore(database: DatabaseSync, path: string): RequestStore {
  const prepare = (sql: string) => orChatAway(path, () => database.prepare(sql));
  return {
    keep(asked, at) {
      const sql = "INSERT INTO requests (id, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      const { changes } = orChatAway(path, () =>
        prepare(sql).run(asked.id, JSON.stringify(asked), at),
      );
      return changes === 0 ? "known" : "new";
    },
    attempt(id) {
      const sql = "UPDATE requests SET attempts = attempts + 1 WHERE id = ? RETURNING attempts";
      return Number(orChatAway(path, () => prepare(sql).get(id))?.["attempts"]);
    },
    answered(id) {
      orChatAway(path, () => prepare("UPDATE requests SET answered = 1 WHERE id = ?").run(id));
    },
    unanswered() {
      const sql = "SELECT body FROM requests WHERE answered = 0 ORDER BY at";
      const rows = orChatAway(path, () => prepare(sql).all());
      return rows.map((row) => Asked.parse(JSON.parse(String(row["body"]))));
    },
    forget(before) {
      const sql = "DELETE FROM requests WHERE answered = 1 AND at < ?";
      orChatAway(path, () => prepare(sql).run(before));
    },
  };
}
