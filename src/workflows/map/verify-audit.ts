import { createHash } from "node:crypto";
import { auditText, type AuditRow } from "../../model/audit.ts";

/** A row that somebody noted elsewhere: the chain must still hold it. */
export type AuditAnchor = Pick<AuditRow, "number" | "hash">;

/** Whether the audit log is as it was written; `sentence` says so in words. */
export type AuditVerdict =
  | {
      readonly intact: true;
      readonly rows: number;
      /** The last row, to be noted elsewhere; undefined when the log is empty. */
      readonly last?: AuditAnchor | undefined;
      readonly sentence: string;
    }
  | { readonly intact: false; readonly number: number; readonly sentence: string };

/**
 * Walks the chain from its first row and tells whether it is intact, or the first row at which it is not.
 *
 * Somebody who cuts off the end, or writes everything anew, leaves a chain that fits together: only an
 * `anchor` from before shows that.
 */
export async function verifyAudit(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  anchor?: AuditAnchor,
): Promise<AuditVerdict> {
  let last: AuditRow | undefined;
  for await (const row of rows) {
    const why = whyBroken(row, last) ?? whyNotAnchored(row, anchor);
    if (why) return broken(last ? last.number + 1 : 1, why);
    last = row;
  }
  const count = last?.number ?? 0;
  if (anchor && anchor.number > count) {
    return broken(count + 1, `the log was cut short: it once reached row ${anchor.number}`);
  }
  return {
    intact: true,
    rows: count,
    last: last && { number: last.number, hash: last.hash },
    sentence: `intact, ${count} rows`,
  };
}

function whyBroken(row: AuditRow, last: AuditRow | undefined): string | undefined {
  const expected = (last?.number ?? 0) + 1;
  if (row.number > expected) return `it is missing, row ${row.number} stands in its place`;
  if (row.number < expected) return `row ${row.number} was moved or slipped in here`;
  if (row.previousHash !== (last?.hash ?? "")) {
    return "it does not follow the row before it: one of the two was changed, moved or slipped in";
  }
  return hashOf(row) === row.hash ? undefined : "it was changed";
}

function whyNotAnchored(row: AuditRow, anchor: AuditAnchor | undefined): string | undefined {
  if (anchor?.number !== row.number || anchor.hash === row.hash) return undefined;
  return "the log up to here was written anew: its hash is not the one noted before";
}

function hashOf({ number, previousHash, ...entry }: AuditRow): string {
  return createHash("sha256")
    .update(auditText(number, previousHash, entry))
    .digest("hex");
}

function broken(number: number, why: string): AuditVerdict {
  return { intact: false, number, sentence: `broken at row ${number}: ${why}` };
}
