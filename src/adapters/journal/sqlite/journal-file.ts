import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

const TABLES = `
  CREATE TABLE IF NOT EXISTS inbox (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT,
    -- 0 waits, 1 is handled, 2 is forgotten but for its id
    handled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (sender, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS inbox_by_subject ON inbox (subject, arrival);
  CREATE INDEX IF NOT EXISTS inbox_waiting ON inbox (subject, arrival) WHERE handled = 0;
  CREATE INDEX IF NOT EXISTS inbox_by_age ON inbox (handled, received_at) WHERE handled > 0;

  CREATE TABLE IF NOT EXISTS outbox (
    key TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    chat TEXT NOT NULL,
    channel TEXT NOT NULL,
    thread TEXT,
    state TEXT NOT NULL CHECK (state IN ('intent', 'sent')),
    message TEXT,
    shown TEXT,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_by_subject ON outbox (subject, at);
  CREATE INDEX IF NOT EXISTS outbox_by_channel ON outbox (channel, at);

  CREATE TABLE IF NOT EXISTS action (
    id TEXT PRIMARY KEY,
    message TEXT NOT NULL,
    action TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    UNIQUE (message, action)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS request (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- gone once it is answered: what people say is kept no longer than it is needed
    body TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS request_waiting ON request (chat, arrival) WHERE body IS NOT NULL;
  CREATE INDEX IF NOT EXISTS request_by_age ON request (received_at) WHERE body IS NULL;

  CREATE TABLE IF NOT EXISTS owed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'applied', 'refused')),
    why TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS owed_by_subject ON owed (kind, subject);
  CREATE TABLE IF NOT EXISTS owed_body (
    owed INTEGER NOT NULL REFERENCES owed (id) ON DELETE CASCADE,
    piece INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (owed, piece)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS last_copy (
    name TEXT PRIMARY KEY,
    body BLOB NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS mark (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at INTEGER NOT NULL,
    ballast BLOB NOT NULL
  ) STRICT;
`;

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
    database.exec(TABLES);
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
