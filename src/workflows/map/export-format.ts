import { z } from "zod";
import { Assertion, Source } from "../../model/assertion.ts";
import { AuditRow } from "../../model/audit.ts";
import { IncidentRecord } from "../../model/incident.ts";
import { Proposal } from "../../model/proposal.ts";
import type { StoredRecord } from "../../ports/graph-store.ts";

/** Raise it when an older depmap could not read a line, or would lose a part of it. */
export const EXPORT_FORMAT = 1;

/** The first line of an export. */
export const ExportHeader = z.object({
  depmap: z.literal("export"),
  format: z.number().int().positive(),
  /** When it was written. */
  at: z.string(),
});

/** How many records of each kind there are. */
export const RecordCounts = z.object({
  source: z.number(),
  assertion: z.number(),
  proposal: z.number(),
  incident: z.number(),
  audit: z.number(),
});
export type RecordCounts = z.infer<typeof RecordCounts>;

/** The last line of an export; the checksum is SHA-256 over the lines between the two, each with its line end. */
export const ExportFooter = z.object({
  depmap: z.literal("end"),
  counts: RecordCounts,
  sha256: z.string(),
});

/** Every other line of an export. */
export const ExportedRecord: z.ZodType<StoredRecord> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("source"),
    source: Source.extend({ completeAt: z.number() }),
  }),
  z.object({ type: z.literal("assertion"), assertion: Assertion }),
  z.object({ type: z.literal("proposal"), proposal: Proposal }),
  z.object({ type: z.literal("incident"), incident: IncidentRecord }),
  z.object({ type: z.literal("audit"), row: AuditRow }),
]);

/** Counts to begin with. */
export function noRecords(): RecordCounts {
  return { source: 0, assertion: 0, proposal: 0, incident: 0, audit: 0 };
}

/** How many records there are in all. */
export function sumOf(counts: RecordCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The counts in words: `2 sources, 40 facts, 1 proposal, 3 incidents, 5 audit rows`. */
export function countWords(counts: RecordCounts): string {
  const { source, assertion, proposal, incident, audit } = counts;
  const word = (count: number, one: string) =>
    `${count.toLocaleString("en-GB")} ${one}${count === 1 ? "" : "s"}`;
  return [
    word(source, "source"),
    word(assertion, "assertion"),
    word(proposal, "proposal"),
    word(incident, "incident"),
    word(audit, "audit row"),
  ].join(", ");
}
