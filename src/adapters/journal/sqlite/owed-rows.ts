import { z } from "zod";
import type { OwedWrite, OwedWrites } from "../../../ports/journal.ts";
import type { GroupCommit } from "./group-commit.ts";

const OwedRow = z.object({
  id: z.number(),
  kind: z.string(),
  subject: z.string(),
  at: z.number(),
  state: z.enum(["owed", "applied", "refused"]),
  why: z
    .string()
    .nullable()
    .transform((value) => value ?? undefined),
});
const BodyRow = z.object({ body: z.instanceof(Uint8Array) });

const OWED = "SELECT id, kind, subject, at, state, why FROM owed ORDER BY id";
const BODY = "SELECT body FROM owed_body WHERE owed = ? ORDER BY piece";

/** What the graph store is owed, in the journal's own file. Their bytes go with the row. */
export function owedWrites(commits: GroupCommit): OwedWrites {
  return {
    owe: ({ kind, subject, at, replaces = false }, body) =>
      commits.write((file) => {
        if (replaces) {
          file.sql("DELETE FROM owed WHERE kind = ? AND subject = ?").run(kind, subject);
        }
        const { lastInsertRowid } = file
          .sql("INSERT INTO owed (kind, subject, at) VALUES (?, ?, ?)")
          .run(kind, subject, at);
        const piece = file.sql("INSERT INTO owed_body (owed, piece, body) VALUES (?, ?, ?)");
        for (const [number, bytes] of body.entries()) piece.run(lastInsertRowid, number, bytes);
        return Number(lastInsertRowid);
      }),
    owed: () =>
      commits.read((file): OwedWrite[] =>
        file
          .sql(OWED)
          .all()
          .map((row) => OwedRow.parse(row)),
      ),
    owedBody: (id) =>
      commits.read((file) =>
        file
          .sql(BODY)
          .all(id)
          .map((row) => BodyRow.parse(row).body),
      ),
    setAside: (id, state, why) =>
      commits.write((file) => {
        file.sql("UPDATE owed SET state = ?, why = ? WHERE id = ?").run(state, why ?? null, id);
      }),
    settled: (id) =>
      commits.write((file) => {
        file.sql("DELETE FROM owed WHERE id = ?").run(id);
      }),

    keepCopy: (name, body) =>
      commits.write((file) => {
        file.sql("INSERT OR REPLACE INTO last_copy (name, body) VALUES (?, ?)").run(name, body);
      }),
    lastCopy: (name) =>
      commits.read((file) => {
        const row = file.sql("SELECT body FROM last_copy WHERE name = ?").get(name);
        return row && BodyRow.parse(row).body;
      }),
  };
}
