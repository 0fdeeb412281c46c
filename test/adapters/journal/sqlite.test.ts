import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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

it("goes on with a file from before files knew their version", async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-journal-"));
  const path = join(folder, "journal.db");
  const old = new DatabaseSync(path);
  old.exec(`CREATE TABLE outbox (key TEXT PRIMARY KEY, subject TEXT NOT NULL, chat TEXT NOT NULL,
    channel TEXT NOT NULL, thread TEXT, state TEXT NOT NULL CHECK (state IN ('intent', 'sent')),
    message TEXT, shown TEXT, at INTEGER NOT NULL) STRICT`);
  old.exec("INSERT INTO outbox VALUES ('k', 'P1', 'local', 'c', NULL, 'intent', NULL, NULL, 7)");
  old.close();

  const journals = [1, 2].map(() => createSqliteJournal({ path, clock: { now: () => 9 } }));
  const [first, second] = await Promise.all(journals.map((journal) => journal.post("k")));

  expect(first).toMatchObject({ key: "k", at: 7, triedAt: undefined });
  expect(second).toEqual(first);
  for (const journal of journals) await journal.close();
  await rm(folder, { recursive: true });
});

it("leaves a newer depmap's file alone, and says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-journal-"));
  const path = join(folder, "journal.db");
  const newer = new DatabaseSync(path);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  const journal = createSqliteJournal({ path, clock: { now: () => 9 } });

  await expect(journal.probe()).rejects.toThrow("written by a newer depmap (format 99)");
  await journal.close();
  await rm(folder, { recursive: true });
});
