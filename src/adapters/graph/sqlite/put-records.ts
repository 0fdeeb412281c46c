import type { Assertion } from "../../../model/assertion.ts";
import type { AuditRow } from "../../../model/audit.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { KnownSource, StoredRecord } from "../../../ports/graph-store.ts";
import { breathe } from "./breathe.ts";
import type { Connection } from "./connection.ts";
import { putIncident } from "./incident-rows.ts";
import { putProposal } from "./proposal-rows.ts";
import { bumpVersion } from "./change-log.ts";
import { refold } from "./refold.ts";

/** Writes records word for word within the open transaction, and folds the facts that they speak of. */
export async function putRecords(
  connection: Connection,
  records: readonly StoredRecord[],
): Promise<void> {
  const touched = new Set<string>();
  for (const record of records) {
    putRecord(connection, record);
    if (record.type === "assertion") touched.add(record.assertion.factKey);
    await breathe();
  }
  if (touched.size === 0) return;
  await refold(connection, touched);
  bumpVersion(connection);
}

function putRecord(connection: Connection, record: StoredRecord): void {
  switch (record.type) {
    case "source":
      return putSource(connection, record.source);
    case "assertion":
      return putAssertion(connection, record.assertion);
    case "proposal":
      return putProposal(connection, record.proposal);
    case "incident":
      return putIncident(connection, record.incident);
    case "audit":
      return putAuditRow(connection, record.row);
  }
}

function putSource(connection: Connection, { name, type, completeAt }: KnownSource): void {
  connection.run(
    "INSERT INTO source (name, type, complete_at) VALUES (?, ?, ?)",
    name,
    type,
    completeAt,
  );
}

function putAssertion(connection: Connection, assertion: Assertion): void {
  const { source, factKey, firstSeen, lastSeen, retractedAt } = assertion;
  const known = connection.run(
    "UPDATE source SET facts = facts + ?, last_seen = max(last_seen, ?) WHERE name = ?",
    retractedAt === undefined ? 1 : 0,
    Math.max(lastSeen, retractedAt ?? 0),
    source.name,
  );
  if (known === 0) {
    const why = `the fact "${factKey}" comes before its source ${source.name}`;
    throw new DepmapError("bad-input", `cannot restore: ${why}; give the sources first`);
  }
  connection.run(
    `INSERT INTO assertion
       (source, fact_key, fact, confidence, evidence, learned, first_seen, last_seen, retracted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    source.name,
    factKey,
    canonicalJson(assertion.fact),
    assertion.confidence,
    JSON.stringify(assertion.evidence),
    assertion.learned ? canonicalJson(assertion.learned) : null,
    firstSeen,
    lastSeen,
    retractedAt ?? null,
  );
}

function putAuditRow(connection: Connection, row: AuditRow): void {
  connection.run(
    "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    row.number,
    row.at,
    row.actor,
    row.action,
    row.subject,
    canonicalJson(row.detail),
    row.previousHash,
    row.hash,
  );
}
