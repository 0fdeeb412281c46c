import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openJournalFile } from "../../../src/adapters/journal/sqlite/journal-file.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { journalContract } from "../../contracts/journal-contract.ts";

journalContract("sqlite", (folder, clock) =>
  createSqliteJournal({ path: join(folder, "journal.db"), clock }),
);

it("syncs at every commit: a killed process would not show the difference, a power cut would", async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-journal-"));
  const file = openJournalFile(join(folder, "journal.db"));

  expect(file.sql("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(file.sql("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  file.close();
  await rm(folder, { recursive: true });
});
