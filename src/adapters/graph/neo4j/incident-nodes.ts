import { DepmapError } from "../../../model/errors.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import type { GraphStore } from "../../../ports/graph-store.ts";
import { takeLock } from "./locked-graph.ts";
import type { Row, Run } from "./connection/neo4j-connection.ts";

/** Writes an incident's record in place of the one with its id; throws `lease-lost` when that has a higher fence. */
export async function keepIncident(run: Run, record: IncidentRecord): Promise<void> {
  const { id } = record.incident;
  await takeLock(run);
  const [known] = await run("MATCH (incident:Incident {key: $id}) RETURN incident.fence AS fence", {
    id,
  });
  const fence = Number(known?.["fence"] ?? 0);
  if (record.fence !== undefined && fence > record.fence) {
    throw new DepmapError(
      "lease-lost",
      `the incident ${id} was written under a newer lease (${fence}, not ${record.fence}); ` +
        "leave it to the replica that holds it",
    );
  }
  await putIncidents(run, [record]);
}

/** Writes records in place of those with their ids, with relationships to the components that they affected. */
export async function putIncidents(run: Run, records: readonly IncidentRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({
    properties: incidentProperties(record),
    affected: record.affected,
  }));
  await run(
    `UNWIND $rows AS row
     MERGE (incident:Incident {key: row.properties.key}) SET incident = row.properties
     WITH row, incident
     OPTIONAL MATCH (incident)-[old:AFFECTED]->(component:Component)
     WHERE NOT component.key IN [hit IN row.affected | hit.component]
     DELETE old`,
    { rows },
  );
  await run(
    `UNWIND $rows AS row MATCH (incident:Incident {key: row.properties.key})
     UNWIND row.affected AS hit MATCH (component:Component {key: hit.component})
     MERGE (incident)-[affected:AFFECTED]->(component) SET affected.state = hit.state`,
    { rows },
  );
}

/** The record of the incident with that id. */
export async function findIncident(run: Run, id: string): Promise<IncidentRecord | undefined> {
  const [row] = await run("MATCH (incident:Incident {key: $id}) RETURN incident.body AS body", {
    id,
  });
  return row ? incidentOf(row) : undefined;
}

/** The newest records, or the newest of those that are open (or, with `open: false`, over). */
export async function newestIncidents(
  run: Run,
  { open, limit, after }: Parameters<GraphStore["incidents"]>[0],
): Promise<IncidentRecord[]> {
  const rows = await run(
    `MATCH (incident:Incident)
     WHERE incident.openedAt <= $at AND ($open IS NULL OR incident.open = $open)
       AND (incident.openedAt < $at OR incident.key < $id OR $id IS NULL)
     RETURN incident.body AS body ORDER BY incident.openedAt DESC, incident.key DESC LIMIT $limit`,
    {
      at: after?.openedAt ?? Number.MAX_SAFE_INTEGER,
      id: after?.id ?? null,
      open: open ?? null,
      limit,
    },
  );
  return rows.map(incidentOf);
}

function incidentProperties(record: IncidentRecord): object {
  const { id, title, status, url, urgency, openedAt, resolvedAt } = record.incident;
  const { chat, channel, origin, fence } = record;
  return {
    key: id,
    title,
    status,
    url,
    urgency,
    openedAt,
    resolvedAt,
    open: status !== "resolved",
    chat,
    channel,
    origin,
    fence,
    body: JSON.stringify(record),
  };
}

function incidentOf(row: Row): IncidentRecord {
  return JSON.parse(String(row["body"]));
}
