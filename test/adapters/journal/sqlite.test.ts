import { join } from "node:path";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { journalContract } from "../../contracts/journal-contract.ts";

journalContract("sqlite", (folder, clock) =>
  createSqliteJournal({ path: join(folder, "journal.db"), clock }),
);
