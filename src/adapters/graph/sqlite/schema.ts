import type { DatabaseSync } from "node:sqlite";
import { DependencyState } from "../../../model/dependency.ts";
import { DepmapError } from "../../../model/errors.ts";
import { COUPLINGS, STRENGTHS } from "../../../model/snapshot/snapshot.ts";

/**
 * What brings a file from one version to the next. Only ever append: files out there remember how far they are.
 *
 * `assertion` is the record. `component`, `dependency` and `folded` are what it adds up to, kept so that a
 * snapshot is read and not worked out; `component.uses` counts the dependencies that end there. `change` has what the
 * newest writes touched: the JSON list of fact keys (NULL: anything), how many all writes up to then did, and a mark by
 * which the write is known again.
 */
const MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO meta VALUES ('version', 0);

   CREATE TABLE source (
     name TEXT PRIMARY KEY,
     type TEXT NOT NULL,
     facts INTEGER NOT NULL DEFAULT 0,
     last_seen INTEGER NOT NULL DEFAULT 0,
     complete_at INTEGER NOT NULL DEFAULT 0
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE assertion (
     source TEXT NOT NULL REFERENCES source (name),
     fact_key TEXT NOT NULL,
     fact TEXT NOT NULL,
     confidence REAL NOT NULL,
     evidence TEXT NOT NULL,
     learned TEXT,
     first_seen INTEGER NOT NULL,
     last_seen INTEGER NOT NULL,
     retracted_at INTEGER,
     PRIMARY KEY (source, fact_key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX assertion_by_fact ON assertion (fact_key);

   CREATE TABLE component (
     number INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     body TEXT,
     uses INTEGER NOT NULL DEFAULT 0
   ) STRICT;

   CREATE TABLE dependency (
     consumer INTEGER NOT NULL REFERENCES component (number),
     provider INTEGER NOT NULL REFERENCES component (number),
     coupling INTEGER NOT NULL,
     strength INTEGER NOT NULL,
     state INTEGER NOT NULL,
     quiet_state INTEGER NOT NULL,
     last_observed INTEGER,
     confidence REAL NOT NULL,
     first_seen INTEGER NOT NULL,
     last_seen INTEGER NOT NULL,
     traits TEXT,
     provenance TEXT NOT NULL,
     PRIMARY KEY (consumer, provider, coupling)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE folded (fact_key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

   CREATE TABLE proposal (
     id TEXT PRIMARY KEY,
     state TEXT NOT NULL,
     proposed_at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX proposal_by_state ON proposal (state, proposed_at, id);

   CREATE TABLE incident (
     id TEXT PRIMARY KEY,
     opened_at INTEGER NOT NULL,
     is_open INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX incident_by_time ON incident (opened_at, id);

   CREATE TABLE audit (
     number INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     actor TEXT NOT NULL,
     action TEXT NOT NULL,
     subject TEXT NOT NULL,
     detail TEXT NOT NULL,
     previous_hash TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE INDEX audit_by_time ON audit (at);
   CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
   CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;`,

  `CREATE TABLE change (
     version INTEGER PRIMARY KEY,
     mark TEXT NOT NULL,
     facts INTEGER NOT NULL,
     keys TEXT
   ) STRICT;
   INSERT INTO change
     SELECT value, lower(hex(randomblob(16))), 0, NULL FROM meta WHERE key = 'version';`,

  `CREATE TABLE installation (
     rank INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     sealed TEXT NOT NULL
   ) STRICT;`,
];

/**
 * How the folded tables were worked out. Raise the number when folding changes: a file that was folded
 * otherwise, or with other codes, is folded anew when it is opened.
 */
export const FOLDED_WITH = JSON.stringify([1, COUPLINGS, STRENGTHS, DependencyState.options]);

/** Brings the file to this version, and gives the one that it had. Call it in a transaction. */
export function migrate(database: DatabaseSync): number {
  const [row] = database.prepare("PRAGMA user_version").all();
  const version = Number(row?.["user_version"]);
  if (version > MIGRATIONS.length) {
    throw new DepmapError(
      "graph-store-away",
      `the graph file was written by a newer depmap (format ${version}); run that one`,
    );
  }
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  return version;
}

/** The version that `migrate` brings a file to. */
export const SCHEMA_VERSION = MIGRATIONS.length;
