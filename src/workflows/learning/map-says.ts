import { deciderOf } from "../../briefing/proposal-card.ts";
import { whoSaid } from "../../briefing/who-said.ts";
import { nameOf, type ComponentId } from "../../model/component.ts";
import type { Coupling, Dependency } from "../../model/dependency.ts";
import { DepmapError } from "../../model/errors.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { GraphStore } from "../../ports/graph-store.ts";

interface Edge {
  readonly change: Proposal["change"];
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  readonly coupling: Coupling;
}

interface Tools {
  readonly snapshot: Snapshot;
  readonly store: GraphStore;
}

/**
 * What the map and other proposals say already about a proposed edge: duplicates and contradictions, in words.
 *
 * `own` is the id of the proposal itself. Of the other proposals the newest hundred of each state are looked at.
 */
export async function mapSays(tools: Tools, edge: Edge, own: string): Promise<string[]> {
  const remarks = [mapRemarks(tools, edge), proposalRemarks(tools, edge, own)];
  return (await Promise.all(remarks)).flat();
}

async function mapRemarks(
  { snapshot, store }: Tools,
  { change, consumer, provider, coupling }: Edge,
): Promise<string[]> {
  const same = between(snapshot, consumer, provider);
  const [consumerName, providerName] = [nameOf(consumer), nameOf(provider)];
  if (change === "remove") {
    return same.length > 0
      ? same.map((dependency) => `The map has it: ${wordsFor(dependency)}.`)
      : [`The map has no dependency of ${consumerName} on ${providerName}.`];
  }
  const remarks = same.map((dependency) =>
    dependency.coupling === coupling
      ? `The map has it already: ${wordsFor(dependency)}.`
      : `The map has another one between the two: ${wordsFor(dependency)}.`,
  );
  for (const dependency of between(snapshot, provider, consumer)) {
    remarks.push(
      `The map has the opposite: ${providerName} depends on ${consumerName} (${wordsFor(dependency)}).`,
    );
  }
  const denials = await Promise.all(
    [coupling, "*"].map((which) =>
      store.assertionsAbout(`no-dependency ${consumer} ${provider} ${which}`),
    ),
  ).catch(unlessAway);
  if (!denials) remarks.push("The graph store is away: whether somebody denied it is not known.");
  for (const { source, lastSeen, retractedAt, evidence } of (denials ?? []).flat()) {
    if (retractedAt !== undefined) continue;
    remarks.push(`${whoSaid(source.name, evidence)} said on ${dayOf(lastSeen)} that it is gone.`);
  }
  return remarks;
}

async function proposalRemarks(
  { store }: Tools,
  { change, consumer, provider }: Edge,
  own: string,
): Promise<string[]> {
  const lists = await Promise.all([store.proposals("open"), store.proposals("rejected")]).catch(
    unlessAway,
  );
  if (!lists) return ["The graph store is away: other proposals about the two are not known."];
  const [open, rejected] = lists;
  const isAboutBoth = (proposal: Proposal) =>
    proposal.id !== own && proposal.consumer.id === consumer && proposal.provider.id === provider;
  const waiting = open.items.filter(isAboutBoth).map((proposal) => {
    const says = proposal.change === change ? "says the same" : "says the contrary";
    return `Another proposal that waits ${says}: “${proposal.quote}” (${proposal.author}).`;
  });
  const refused = rejected.items
    .filter((proposal) => isAboutBoth(proposal) && proposal.change === change)
    .map(
      (proposal) =>
        `${deciderOf(proposal)} rejected the same on ${dayOf(proposal.decidedAt ?? 0)}.`,
    );
  return [...waiting, ...refused];
}

/** What cannot be asked is left out of the remarks; it is no reason to propose nothing. */
function unlessAway(fault: unknown): undefined {
  if (fault instanceof DepmapError && fault.code === "graph-store-away") return undefined;
  throw fault;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function between(snapshot: Snapshot, consumer: ComponentId, provider: ComponentId): Dependency[] {
  const [from, to] = [snapshot.indexOf.get(consumer), snapshot.indexOf.get(provider)];
  if (from === undefined || to === undefined) return [];
  const own = snapshot.needs.subarray(snapshot.firstNeed[from], snapshot.firstNeed[from + 1]);
  return [...own]
    .filter((index) => snapshot.provider[index] === to)
    .map((index) => snapshot.dependency(index));
}

function wordsFor({ coupling, state, provenance, confidence }: Dependency): string {
  const sources = provenance.map(({ source, evidence }) => whoSaid(source, evidence)).join(", ");
  return `${coupling}, ${state} by ${sources}, ${Math.round(confidence * 100)} % sure`;
}
