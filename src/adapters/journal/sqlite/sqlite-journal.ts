import { randomBytes } from "node:crypto";
import { z } from "zod";
import { DepmapError } from "../../../model/errors.ts";
import { Action } from "../../../model/reply.ts";
import type { Clock } from "../../../ports/clock.ts";
import type {
  ActionBox,
  Journal,
  OwedWrites,
  Post,
  ReceivedEvent,
} from "../../../ports/journal.ts";
import type { RequestBox } from "../../../ports/request-box.ts";
import { createGroupCommit } from "./group-commit.ts";
import { inPieces } from "./in-pieces.ts";
import type { JournalFile } from "./journal-file.ts";
import { owedWrites } from "./owed-rows.ts";
import { requestRows } from "./request-rows.ts";

const DAY_MS = 86_400_000;
const IDS_KEPT_MS = 7 * DAY_MS;
/** An almost full disk may still take a small write, which says little about the next event. */
const LARGE_EVENT_BYTES = 64 * 1024;
const ACTIONS_KEPT_MS = 90 * DAY_MS;

const EventRow = z.object({
  id: z.string(),
  sender: z.enum(["pagerduty", "chat"]),
  subject: z.string(),
  receivedAt: z.number(),
  body: z.string(),
});

const orUndefined = (value: string | null) => value ?? undefined;
const PostRow = z.object({
  key: z.string(),
  subject: z.string(),
  chat: z.string(),
  channel: z.string(),
  thread: z.string().nullable().transform(orUndefined),
  state: z.enum(["intent", "sent"]),
  message: z.string().nullable().transform(orUndefined),
  shown: z.string().nullable().transform(orUndefined),
  at: z.number(),
  triedAt: z
    .number()
    .nullable()
    .transform((value) => value ?? undefined),
});

const EVENTS = `SELECT id, sender, subject, received_at AS receivedAt, body FROM inbox
  WHERE subject = ? AND handled < 2 ORDER BY arrival`;
const WAITING = `SELECT subject FROM inbox WHERE handled = 0
  GROUP BY subject ORDER BY max(arrival) DESC LIMIT ?`;
const AGAIN = `INSERT INTO inbox (sender, id, subject, received_at, body) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (sender, id) DO UPDATE SET handled = 0, body = excluded.body WHERE handled > 0`;
const UNHANDLED = `SELECT id, sender, subject, received_at AS receivedAt, body FROM inbox
  WHERE handled = 0 ORDER BY arrival LIMIT ?`;
const HANDLED = "UPDATE inbox SET handled = 1 WHERE sender = ? AND id = ? AND handled = 0";
const OLD = "SELECT arrival FROM inbox WHERE handled = %s AND received_at < ? LIMIT ?";
const EMPTY = `UPDATE inbox SET handled = 2, body = NULL WHERE arrival IN (${OLD.replace("%s", "1")})`;
const REMOVE = `DELETE FROM inbox WHERE arrival IN (${OLD.replace("%s", "2")})`;
const POST = `SELECT key, subject, chat, channel, thread, state, message, shown, at,
  tried_at AS triedAt FROM outbox`;
const INTEND = `INSERT INTO outbox (key, subject, chat, channel, thread, state, at, tried_at)
  VALUES (?, ?, ?, ?, ?, 'intent', ?, ?)
  ON CONFLICT (key) DO UPDATE SET tried_at = excluded.tried_at
  WHERE state = 'intent' AND excluded.tried_at IS NOT NULL`;

/** The journal with everything that is kept beside it in the same file, under the same commits. */
export type SqliteJournal = Journal & ActionBox & OwedWrites & { readonly requests: RequestBox };

/**
 * The journal in one SQLite file: what came in, what we owe, what people asked, and what buttons do.
 *
 * The file is opened at the first call and again after a fault. Two processes may share it.
 */
export function createSqliteJournal({
  path,
  clock,
}: {
  readonly path: string;
  readonly clock: Clock;
}): SqliteJournal {
  const commits = createGroupCommit(path, (file) => mark(file, 0));

  function mark(file: JournalFile, ballast: number): void {
    file
      .sql("INSERT OR REPLACE INTO mark (only, at, ballast) VALUES (1, ?, zeroblob(?))")
      .run(clock.now(), ballast);
  }

  return {
    ...owedWrites(commits),
    requests: requestRows(commits, clock),
    receive: ({ id, sender, subject, receivedAt, body }) =>
      commits.write((file) => {
        const { changes } = file
          .sql(
            "INSERT OR IGNORE INTO inbox (sender, id, subject, received_at, body) VALUES (?, ?, ?, ?, ?)",
          )
          .run(sender, id, subject, receivedAt, body);
        return changes === 1 ? "new" : "known";
      }),
    receiveAgain: (events) =>
      commits.write((file) => {
        const statement = file.sql(AGAIN);
        for (const { sender, id, subject, receivedAt, body } of events) {
          statement.run(sender, id, subject, receivedAt, body);
        }
      }),
    unhandled: (limit) =>
      commits.read((file): ReceivedEvent[] =>
        file
          .sql(UNHANDLED)
          .all(limit)
          .map((row) => EventRow.parse(row)),
      ),
    unhandledSubjects: (limit) =>
      commits.read((file) => file.sql(WAITING).all(limit).map(subjectOf)),
    eventsOf: (subject) =>
      commits.read((file): ReceivedEvent[] =>
        file
          .sql(EVENTS)
          .all(subject)
          .map((row) => EventRow.parse(row)),
      ),
    handled: (events) =>
      commits.write((file) => {
        const statement = file.sql(HANDLED);
        for (const { sender, id } of events) statement.run(sender, id);
      }),

    intend: ({ key, subject, chat, channel, thread, at, triedAt }) =>
      commits.write((file) => {
        file.sql(INTEND).run(key, subject, chat, channel, thread ?? null, at, triedAt ?? null);
        return postIn(file, key) as Post;
      }),
    sent: (key, message, shown) =>
      commits.write((file) => {
        const { changes } = file
          .sql("UPDATE outbox SET state = 'sent', message = ?, shown = ? WHERE key = ?")
          .run(message, shown, key);
        if (changes === 1) return;
        throw new DepmapError(
          "bad-input",
          `no post "${key}" was intended; call intend before sent`,
        );
      }),
    post: (key) => commits.read((file) => postIn(file, key)),
    postsOf: (subject) =>
      commits.read((file): Post[] =>
        file
          .sql(`${POST} WHERE subject = ? ORDER BY at, rowid`)
          .all(subject)
          .map((row) => PostRow.parse(row)),
      ),
    postsIn: (channel, since) =>
      commits.read((file): Post[] =>
        file
          .sql(`${POST} WHERE channel = ? AND at >= ? ORDER BY at, rowid`)
          .all(channel, since)
          .map((row) => PostRow.parse(row)),
      ),

    async forget(before) {
      const emptied = await inPieces(commits, EMPTY, before);
      await inPieces(commits, REMOVE, Math.min(before, clock.now() - IDS_KEPT_MS));
      const oldest = clock.now() - ACTIONS_KEPT_MS;
      await commits.write((file) => file.sql("DELETE FROM action WHERE kept_at < ?").run(oldest));
      return emptied;
    },
    probe: () => commits.write((file) => mark(file, LARGE_EVENT_BYTES)),
    close: () => commits.close(),

    keep: (action, message) => {
      const text = JSON.stringify(Action.parse(action));
      return commits.write((file) => {
        const row = file
          .sql(`INSERT INTO action (id, message, action, kept_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (message, action) DO UPDATE SET kept_at = excluded.kept_at RETURNING id`)
          .get(randomBytes(16).toString("base64url"), message, text, clock.now());
        return String(row?.["id"]);
      });
    },
    find: (id) =>
      commits.read((file) => {
        const oldest = clock.now() - ACTIONS_KEPT_MS;
        const row = file
          .sql("SELECT action FROM action WHERE id = ? AND kept_at >= ?")
          .get(id, oldest);
        // An action of an older depmap that this one does not know counts as unknown.
        return row && Action.safeParse(JSON.parse(String(row["action"]))).data;
      }),
  };
}

function subjectOf(row: object): string {
  return z.object({ subject: z.string() }).parse(row).subject;
}

function postIn(file: JournalFile, key: string): Post | undefined {
  const row = file.sql(`${POST} WHERE key = ?`).get(key);
  return row && PostRow.parse(row);
}
