import { NAMED, sayingDetail } from "../../../model/audit-entries.ts";
import { refuseMassRetraction } from "../../../model/folding/mass-retraction.ts";
import { mergeClaims } from "../../../model/folding/merge-claims.ts";
import type { Saying, SayingReport } from "../../../ports/graph-store.ts";
import { appendAudit } from "./audit-chain.ts";
import type { LockedGraph } from "./locked-graph.ts";
import type { Run } from "./connection/neo4j-connection.ts";
import { takeDown, unsaid, type Taken } from "./take-down.ts";

/** What a source's sayings changed that no audit row tells yet: kept beside the source until the last part is in. */
export interface Unfinished {
  readonly forced: boolean;
  readonly added: number;
  readonly changed: number;
  readonly retracted: number;
  readonly facts: Record<"added" | "changed" | "retracted", readonly string[]>;
}

/** Takes down a whole saying within the open transaction; tells whether it needed `force`. */
export async function sayNow(
  run: Run,
  graph: LockedGraph,
  saying: Saying,
): Promise<{ readonly report: SayingReport; readonly forced: boolean }> {
  const { source, at, complete } = saying;
  const claims = mergeClaims(saying.claims);
  const doomed = complete ? await unsaid(run, { source, at, claims }) : [];
  const facts = graph.sources.get(source.name)?.facts ?? 0;
  const forced = refuseMassRetraction(saying, doomed, facts);
  const taken = await takeDown(run, graph, { source, at, claims, doomed, complete });
  const unchanged = claims.size - taken.added.length - taken.changed.length;
  return { report: { ...taken, unchanged }, forced };
}

/** Takes down a whole saying in one transaction, with an audit row when it changed anything. */
export async function sayAudited(
  run: Run,
  graph: LockedGraph,
  saying: Saying,
): Promise<SayingReport> {
  const { report, forced } = await sayNow(run, graph, saying);
  const before = unfinishedOf(graph, saying);
  const all = before ? joined(before, report, forced) : undefined;
  if (all) await auditUnfinished(run, saying, all, report.unchanged);
  else if (changesOf(report) > 0) await auditSaying(run, saying, sayingDetail(report), forced);
  return report;
}

/** Writes the audit row for all that a long saying changed, and notes that it is told. */
export async function auditUnfinished(
  run: Run,
  saying: Saying,
  { forced, facts, ...counts }: Unfinished,
  unchanged: number,
): Promise<void> {
  await auditSaying(run, saying, { ...counts, unchanged, facts }, forced);
  await run("MATCH (source:Source {key: $key}) REMOVE source.unfinished", {
    key: saying.source.name,
  });
}

/** What this source has changed that no audit row tells yet. */
export function unfinishedOf(graph: LockedGraph, { source }: Saying): Unfinished | undefined {
  const kept = graph.sources.get(source.name)?.unfinished;
  return kept === undefined ? undefined : (JSON.parse(kept) as Unfinished);
}

/** The same with what one more part changed. */
export function joined(before: Unfinished | undefined, taken: Taken, forced: boolean): Unfinished {
  const first = (kind: "added" | "changed" | "retracted"): string[] =>
    [...(before?.facts[kind] ?? []), ...taken[kind].slice(0, NAMED)].slice(0, NAMED);
  return {
    forced: forced || (before?.forced ?? false),
    added: (before?.added ?? 0) + taken.added.length,
    changed: (before?.changed ?? 0) + taken.changed.length,
    retracted: (before?.retracted ?? 0) + taken.retracted.length,
    facts: { added: first("added"), changed: first("changed"), retracted: first("retracted") },
  };
}

/** How many facts are otherwise than before. */
export function changesOf({ added, changed, retracted }: Taken): number {
  return added.length + changed.length + retracted.length;
}

async function auditSaying(
  run: Run,
  { at, actor, source }: Saying,
  detail: Record<string, unknown>,
  forced: boolean,
): Promise<void> {
  const action = forced ? "force-retraction" : "say";
  await appendAudit(run, { at, actor, action, subject: source.name, detail });
}
