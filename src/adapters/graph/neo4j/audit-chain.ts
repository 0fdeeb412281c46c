import { createHash } from "node:crypto";
import { auditText, type AuditEntry, type AuditRow } from "../../../model/audit.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import type { Page } from "../../../ports/graph-store.ts";
import type { Row, Run } from "./connection/neo4j-connection.ts";

const PAGE_SIZE = 500;

/**
 * Adds a link to the chain within the open transaction, which holds the lock.
 *
 * An entry that is there already, word for word and to the millisecond, is a repeated call: its row is returned.
 */
export async function appendAudit(run: Run, entry: AuditEntry): Promise<AuditRow> {
  const { at, actor, action, subject } = entry;
  const detail = canonicalJson(entry.detail);
  const [found] = await run(
    `RETURN COLLECT {
       MATCH (row:AuditRow {at: $at})
       WHERE row.actor = $actor AND row.action = $action AND row.subject = $subject
         AND row.detail = $detail
       RETURN row {.*} LIMIT 1
     } AS known, COLLECT {
       MATCH (row:AuditRow) WHERE row.number > 0
       RETURN row {.number, .hash} ORDER BY row.number DESC LIMIT 1
     } AS last`,
    { at, actor, action, subject, detail },
  );
  const known = firstOf(found?.["known"]);
  if (known) return auditRowOf({ row: known });

  const last = firstOf(found?.["last"]);
  const number = Number(last?.["number"] ?? 0) + 1;
  const previousHash = (last?.["hash"] ?? "") as string;
  // What is hashed is what can be read back: JSON knows no undefined and no NaN.
  const kept = { at, actor, action, subject, detail: JSON.parse(detail) };
  const hash = createHash("sha256")
    .update(auditText(number, previousHash, kept))
    .digest("hex");
  const row: AuditRow = { ...kept, number, previousHash, hash };
  await putAuditRows(run, [row]);
  return row;
}

/** Writes rows as they are. One whose number is taken is refused by the server: no row is ever changed. */
export async function putAuditRows(run: Run, rows: readonly AuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  await run("UNWIND $rows AS row CREATE (audit:AuditRow) SET audit = row", {
    rows: rows.map((row) => ({ ...row, detail: canonicalJson(row.detail) })),
  });
}

/** A page of the chain, from row `after + 1` on. */
export async function auditPage(run: Run, after: number): Promise<Page<AuditRow>> {
  const rows = await run(
    `MATCH (row:AuditRow) WHERE row.number > $after
     RETURN properties(row) AS row ORDER BY row.number LIMIT $limit`,
    { after, limit: PAGE_SIZE + 1 },
  );
  const items = rows.map(auditRowOf);
  if (items.length <= PAGE_SIZE) return { items };
  const page = items.slice(0, PAGE_SIZE);
  return { items: page, next: String(page.at(-1)?.number) };
}

function firstOf(rows: unknown): Row | undefined {
  return (rows as readonly Row[] | undefined)?.[0];
}

function auditRowOf(found: Row): AuditRow {
  const row = found["row"] as Row;
  return {
    number: Number(row["number"]),
    at: Number(row["at"]),
    actor: String(row["actor"]),
    action: String(row["action"]),
    subject: String(row["subject"]),
    detail: JSON.parse(String(row["detail"])),
    previousHash: String(row["previousHash"]),
    hash: String(row["hash"]),
  };
}
