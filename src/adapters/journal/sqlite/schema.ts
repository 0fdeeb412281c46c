import type { DatabaseSync } from "node:sqlite";
import { DepmapError } from "../../../model/errors.ts";

/**
 * What brings a file from one version to the next. Only ever append: files out there remember how far they are.
 *
 * The first one finds in place what was kept before files knew their version. `outbox.at` is when a post was first
 * intended, `tried_at` when it was last on its way.
 */
const MIGRATIONS = [
  `CREATE TABLE IF NOT EXISTS inbox (
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
  ) STRICT;`,

  "ALTER TABLE outbox ADD COLUMN tried_at INTEGER",
];

/** Brings the file to this version; one that has it is only read. Throws what SQLite throws while it is locked. */
export function migrate(database: DatabaseSync): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have been quicker.
    const version = versionOf(database);
    if (version > MIGRATIONS.length) {
      throw new DepmapError(
        "journal-away",
        `the journal was written by a newer depmap (format ${version}); run that one`,
      );
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec("COMMIT");
  } catch (fault) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw fault;
  }
}

function versionOf(database: DatabaseSync): number {
  const [row] = database.prepare("PRAGMA user_version").all();
  return Number(row?.["user_version"]);
}
