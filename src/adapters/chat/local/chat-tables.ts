import { DatabaseSync } from "node:sqlite";
import { DepmapError, messageOf } from "../../../model/errors.ts";

const TABLES = `
  CREATE TABLE IF NOT EXISTS channels (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, place INTEGER NOT NULL,
    lasting INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL,
    thread TEXT, author TEXT NOT NULL, author_name TEXT NOT NULL, only_for TEXT, at INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
    born INTEGER NOT NULL, revision INTEGER NOT NULL, key TEXT, text TEXT, reply TEXT,
    actions TEXT NOT NULL DEFAULT '{}') STRICT;
  CREATE INDEX IF NOT EXISTS messages_of_channel ON messages (channel, thread, seq);
  CREATE INDEX IF NOT EXISTS messages_of_thread ON messages (thread, seq);
  CREATE INDEX IF NOT EXISTS messages_by_revision ON messages (revision);
  CREATE INDEX IF NOT EXISTS messages_by_key ON messages (key) WHERE key IS NOT NULL;
  CREATE TABLE IF NOT EXISTS requests (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS reads (
    person TEXT NOT NULL, channel TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (person, channel)) STRICT;
`;

/** The chat's database file with its tables; throws `chat-away` when the file cannot be opened. */
export function openChatTables(path: string): DatabaseSync {
  return orChatAway(path, () => {
    const database = new DatabaseSync(path);
    // What somebody was told is on disk: FULL, and a reader never waits for a writer: WAL.
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000",
    );
    database.exec(TABLES);
    return database;
  });
}

/** What `work` returns; a fault of SQLite becomes `chat-away`. */
export function orChatAway<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof DepmapError) throw cause;
    const advice = "check that the disk has room and that the folder may be written to";
    const message = `cannot use the local chat's file ${path}: ${messageOf(cause)}; ${advice}`;
    throw new DepmapError("chat-away", message, { cause });
  }
}

/** Does all of `work` or nothing of it. */
export function inTransaction<Result>(
  database: DatabaseSync,
  path: string,
  work: () => Result,
): Result {
  orChatAway(path, () => database.exec("BEGIN IMMEDIATE"));
  try {
    const result = work();
    orChatAway(path, () => database.exec("COMMIT"));
    return result;
  } catch (fault) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw fault;
  }
}
