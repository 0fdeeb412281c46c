import { createHash } from "node:crypto";
import { auditText, type AuditEntry, type AuditRow } from "../../../model/audit.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import type { Page } from "../../../ports/graph-store.ts";
import type { Connection, Row } from "./connection.ts";

const PAGE_SIZE = 500;

/**
 * Adds a link to the chain within the open transaction.
 *
 * An entry that is there already, word for word and to the millisecond, is a repeated call: its row is returned.
 */
export function appendAudit(connection: Connection, entry: AuditEntry): AuditRow {
  const { at, actor, action, subject } = entry;
  const detail = canonicalJson(entry.detail);
  const known = connection.one(
    "SELECT * FROM audit WHERE at = ? AND actor = ? AND action = ? AND subject = ? AND detail = ?",
    at,
    actor,
    action,
    subject,
    detail,
  );
  if (known) return auditRowOf(known);

  const last = connection.one("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");
  const number = Number(last?.["number"] ?? 0) + 1;
  const previousHash = String(last?.["hash"] ?? "");
  // What is hashed is what can be read back: JSON knows no undefined and no NaN.
  const kept = { at, actor, action, subject, detail: JSON.parse(detail) };
  const hash = createHash("sha256")
    .update(auditText(number, previousHash, kept))
    .digest("hex");
  connection.run(
    "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    number,
    at,
    actor,
    action,
    subject,
    detail,
    previousHash,
    hash,
  );
  return { ...kept, number, previousHash, hash };
}

/** A page of the chain, from row `after + 1` on. */
export function auditPage(connection: Connection, after: number): Page<AuditRow> {
  const items = connection
    .all(`SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ${PAGE_SIZE + 1}`, after)
    .map(auditRowOf);
  if (items.length <= PAGE_SIZE) return { items };
  const page = items.slice(0, PAGE_SIZE);
  return { items: page, next: String(page.at(-1)?.number) };
}

function auditRowOf(row: Row): AuditRow {
  return {
    number: Number(row["number"]),
    at: Number(row["at"]),
    actor: String(row["actor"]),
    action: String(row["action"]),
    subject: String(row["subject"]),
    detail: JSON.parse(String(row["detail"])),
    previousHash: String(row["previous_hash"]),
    hash: String(row["hash"]),
  };
}
