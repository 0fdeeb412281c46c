import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import type { KeptRequest, RequestBox } from "../../../ports/request-box.ts";
import type { GroupCommit } from "./group-commit.ts";
import { inPieces } from "./in-pieces.ts";

const IDS_KEPT_MS = 7 * 86_400_000;

const RequestRow = z.object({
  id: z.string(),
  chat: z.string(),
  body: z.string(),
  receivedAt: z.number(),
  attempts: z.number(),
});

const KEEP = "INSERT OR IGNORE INTO request (id, chat, received_at, body) VALUES (?, ?, ?, ?)";
const BEGIN = `UPDATE request SET attempts = attempts + 1
  WHERE id = ? AND body IS NOT NULL RETURNING attempts`;
const ANSWERED = "UPDATE request SET body = NULL WHERE id = ?";
const UNANSWERED = `SELECT id, chat, received_at AS receivedAt, attempts, body FROM request
  WHERE chat = ? AND body IS NOT NULL ORDER BY arrival`;
const REMOVE = `DELETE FROM request WHERE arrival IN
  (SELECT arrival FROM request WHERE body IS NULL AND received_at < ? LIMIT ?)`;

/** What people asked in a chat, in the journal's own file. The body goes with the answer, the id stays for a week. */
export function requestRows(commits: GroupCommit, clock: Clock): RequestBox {
  return {
    keep: ({ id, chat, receivedAt, body }) =>
      commits.write((file) => {
        const { changes } = file.sql(KEEP).run(id, chat, receivedAt, body);
        return changes === 1 ? "new" : "known";
      }),
    begin: (id) => commits.write((file) => Number(file.sql(BEGIN).get(id)?.["attempts"] ?? 0)),
    answered: (id) =>
      commits.write((file) => {
        file.sql(ANSWERED).run(id);
      }),
    unanswered: (chat) =>
      commits.read((file): KeptRequest[] =>
        file
          .sql(UNANSWERED)
          .all(chat)
          .map((row) => RequestRow.parse(row)),
      ),
    forgetRequests: (before) =>
      inPieces(commits, REMOVE, Math.min(before, clock.now() - IDS_KEPT_MS)),
  };
}
