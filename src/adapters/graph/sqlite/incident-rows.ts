import { DepmapError } from "../../../model/errors.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import type { GraphStore } from "../../../ports/graph-store.ts";
import type { Connection, Row } from "./connection.ts";

/**
 * Writes an incident's record, in place of the one with its id.
 *
 * Throws `lease-lost` when that one has a higher fence. A record without a fence is one process's own, and goes in.
 */
export function putIncident(connection: Connection, record: IncidentRecord): void {
  const kept =
    record.fence === undefined ? undefined : findIncident(connection, record.incident.id);
  if (kept?.fence !== undefined && record.fence !== undefined && kept.fence > record.fence) {
    const words = `incident ${record.incident.id} was written by a replica that took over`;
    throw new DepmapError("lease-lost", `${words}; it goes on from there, and this one follows it`);
  }
  connection.run(
    `INSERT INTO incident (id, opened_at, is_open, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       opened_at = excluded.opened_at, is_open = excluded.is_open, body = excluded.body`,
    record.incident.id,
    record.incident.openedAt,
    record.incident.status === "resolved" ? 0 : 1,
    JSON.stringify(record),
  );
}

/** The record of the incident with that id. */
export function findIncident(connection: Connection, id: string): IncidentRecord | undefined {
  const row = connection.one("SELECT body FROM incident WHERE id = ?", id);
  return row ? incidentOf(row) : undefined;
}

/** The newest records, or the newest of those that are open (or, with `open: false`, over). */
export function newestIncidents(
  connection: Connection,
  filter: Parameters<GraphStore["incidents"]>[0],
): IncidentRecord[] {
  const { limit, after } = filter;
  const open = filter.open === undefined ? null : Number(filter.open);
  // Spelled out only where it is asked for: with an OR, SQLite would read every page from the start.
  const behind = after ? "AND (opened_at, id) < (?3, ?4)" : "";
  return connection
    .all(
      `SELECT body FROM incident WHERE (?1 IS NULL OR is_open = ?1) ${behind}
       ORDER BY opened_at DESC, id DESC LIMIT ?2`,
      open,
      limit,
      ...(after ? [after.openedAt, after.id] : []),
    )
    .map(incidentOf);
}

function incidentOf(row: Row): IncidentRecord {
  return JSON.parse(String(row["body"]));
}
