import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openJournalFile } from "../../../src/adapters/journal/sqlite/journal-file.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { requestBoxContract } from "../../contracts/request-box-contract.ts";

requestBoxContract("sqlite", (folder, clock) =>
  createSqliteJournal({ path: join(folder, "journal.db"), clock }),
);

it("rejects with journal-away while the file cannot be used, and works again by itself", async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-requests-"));
  const path = join(folder, "journal.db");
  const journal = createSqliteJournal({ path, clock: { now: () => 1 } });
  const request = { id: "r1", chat: "slack", body: "{}", receivedAt: 1 };
  await journal.probe();
  const lock = openJournalFile(path);
  lock.begin();

  await expect(journal.requests.keep(request)).rejects.toMatchObject({ code: "journal-away" });
  lock.rollback();

  expect(await journal.requests.keep(request)).toBe("new");
  lock.close();
  await journal.close();
  await rm(folder, { recursive: true });
});

it("keeps nothing of what was said once it is answered", async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-requests-"));
  const path = join(folder, "journal.db");
  const journal = createSqliteJournal({ path, clock: { now: () => 1 } });
  await journal.requests.keep({ id: "r1", chat: "slack", body: "marmalade", receivedAt: 1 });
  await journal.requests.answered("r1");
  await journal.close();

  const file = openJournalFile(path);
  expect(file.sql("SELECT body FROM request").all()).toEqual([{ body: null }]);
  file.close();
  await rm(folder, { recursive: true });
});
