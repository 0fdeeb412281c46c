import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { migrate } from "./schema.ts";

/** One open connection to the journal's file. Its calls block, and throw what SQLite throws. */
export interface JournalFile {
  /** The statement, prepared once per connection. */
  sql(text: string): StatementSync;
  /** Takes the write lock at once, so that a busy file shows before anything is written. */
  begin(): void;
  /** Returns when everything is on disk. */
  commit(): void;
  rollback(): void;
  close(): void;
}

/**
 * Opens the journal's file, making it and its folder when they are not there.
 *
 * FULL syncs at every commit (SQLite's NORMAL does not in WAL mode, and survives a killed process but no power cut).
 * No time-out: waiting inside SQLite would stop the whole process, so the caller waits instead.
 */
export function openJournalFile(path: string): JournalFile {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec("PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;");
    migrate(database);
  } catch (fault) {
    database.close();
    throw fault;
  }

  const statements = new Map<string, StatementSync>();
  return {
    sql(text) {
      const known = statements.get(text);
      if (known) return known;
      const statement = database.prepare(text);
      statements.set(text, statement);
      return statement;
    },
    begin: () => database.exec("BEGIN IMMEDIATE"),
    commit: () => database.exec("COMMIT"),
    rollback() {
      try {
        // SQLite itself has often rolled back when the disk is full.
        if (database.isTransaction) database.exec("ROLLBACK");
      } catch {
        // The fault that led here says more, and the caller drops the connection.
      }
    },
    close: () => database.close(),
  };
}
