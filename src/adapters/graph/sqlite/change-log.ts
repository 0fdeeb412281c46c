import type { Snapshot } from "../../../model/snapshot/snapshot.ts";
import type { Connection } from "./connection.ts";

/** Writes that are remembered; whoever read the map longer ago reads it all again. */
const REMEMBERED_WRITES = 1000;
/** Fact keys that are remembered, over all of them. */
const REMEMBERED_FACTS = 50_000;

/** Where the map stands: its version, and the mark that its last write was given. */
export type Standing = Required<Pick<Snapshot, "version" | "store">>;

/** Notes in the open transaction that the map has changed. Without `touched`, any of it may have. */
export function bumpVersion(connection: Connection, touched?: readonly string[]): void {
  connection.run("UPDATE meta SET value = value + 1 WHERE key = 'version'");
  const { version } = standing(connection);
  const before = connection.one("SELECT facts FROM change ORDER BY version DESC LIMIT 1");
  const facts = Number(before?.["facts"] ?? 0) + (touched?.length ?? 0);
  const isKnown = touched !== undefined && touched.length <= REMEMBERED_FACTS;
  connection.run(
    "INSERT INTO change (version, mark, facts, keys) VALUES (?, lower(hex(randomblob(16))), ?, ?)",
    version,
    facts,
    isKnown ? JSON.stringify(touched) : null,
  );
  connection.run(
    "DELETE FROM change WHERE version <= ? OR (facts < ? AND version < ?)",
    version - REMEMBERED_WRITES,
    facts - REMEMBERED_FACTS,
    version,
  );
}

/** Where the map stands, in the moment that this connection sees. */
export function standing(connection: Connection): Standing {
  const version = connection.one("SELECT value FROM meta WHERE key = 'version'");
  const newest = connection.one("SELECT mark FROM change ORDER BY version DESC LIMIT 1");
  return { version: Number(version?.["value"] ?? 0), store: String(newest?.["mark"]) };
}

/**
 * The facts that were touched since an earlier snapshot; undefined when that cannot be told.
 *
 * Every write has a mark of its own, so that a snapshot of another file, or one from before this file was put back
 * from a copy, is not taken for an earlier state of this one: their versions may well be the same.
 */
export function touchedSince(connection: Connection, last: Snapshot): Set<string> | undefined {
  const known = connection.one("SELECT mark FROM change WHERE version = ?", last.version);
  if (known === undefined || known["mark"] !== last.store) return undefined;

  const touched = new Set<string>();
  for (const [keys] of connection.lists(
    "SELECT keys FROM change WHERE version > ?",
    last.version,
  )) {
    if (typeof keys !== "string") return undefined;
    for (const key of JSON.parse(keys) as string[]) touched.add(key);
  }
  return touched;
}
