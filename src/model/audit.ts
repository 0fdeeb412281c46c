import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";

/** What somebody did to the map, as the audit log keeps it. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whose deed it was: `person:maria`, `import:kubernetes`, `depmap`. */
  readonly actor: string;
  /** Verb and object, such as `approve-proposal`, `import`, `force-retraction`. */
  readonly action: string;
  /** What it was done to: a proposal's id, a source, a fact key. */
  readonly subject: string;
  /** Everything else worth keeping; plain JSON. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * One link of the chain: `hash` is SHA-256 over the previous row's hash and this row's own text.
 *
 * A row that was changed, dropped, moved or slipped in breaks the chain at its place.
 */
export interface AuditRow extends AuditEntry {
  /** 1 for the first row, without gaps. */
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** The schema of the type of that name, for rows that come from a file. */
export const AuditRow = z.object({
  number: z.number().int().positive(),
  at: z.number(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});

/** The text that a row's hash is taken over: every field, keys in a fixed order. */
export function auditText(number: number, previousHash: string, entry: AuditEntry): string {
  const { at, actor, action, subject, detail } = entry;
  return canonicalJson([number, previousHash, at, actor, action, subject, detail]);
}
