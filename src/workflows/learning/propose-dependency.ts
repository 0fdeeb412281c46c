import { createHash } from "node:crypto";
import { capture } from "../../capture/capture.ts";
import { endKey, type CapturedDependency, type End } from "../../capture/captured.ts";
import { lexiconOf } from "../../capture/lexicon.ts";
import { componentId, nameOf, type ComponentKind } from "../../model/component.ts";
import type { Proposal, ProposedEnd } from "../../model/proposal.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { ThreadMessage } from "../../ports/chat.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { mapSays } from "./map-says.ts";

/** A thread to learn from. */
export interface ThreadToRead {
  readonly thread: readonly ThreadMessage[];
  /** Where it stands; unset for what nobody wrote in a thread. */
  readonly at?: { readonly chat: string; readonly channel: string; readonly thread: string };
  readonly snapshot: Snapshot;
  readonly store: GraphStore;
  readonly clock: Clock;
  readonly incidentId?: string | undefined;
  /** The id of whoever asked for it. */
  readonly proposer: string;
  /** What people call them. */
  readonly proposerName?: string | undefined;
  /** First part of the ids of components that the map does not know. */
  readonly environment: string;
}

/** What a thread stated. */
export interface Proposed {
  /** In the order of the thread; open ones, and those that were decided before. */
  readonly proposals: readonly Proposal[];
  /** The same as this reading found them, in the same order. */
  readonly asRead: readonly Proposal[];
}

/**
 * Keeps a proposal for each dependency that a thread states, or says is gone.
 *
 * The same sentence about the same edge is the same proposal, so that reading a thread twice proposes once; one that
 * was decided stays decided. What the map says already is proposed all the same, and the remarks say so: a person's
 * word makes a declared dependency surer.
 */
export async function proposeFromThread(read: ThreadToRead): Promise<Proposed> {
  const { thread, snapshot, store } = read;
  const lexicon = lexiconOf(
    snapshot.components.map(({ id, aliases }) => ({ id, name: nameOf(id), aliases: [...aliases] })),
  );
  const captured = surestFirst(capture(thread, lexicon));
  const newEnds = newEndsOf(captured, read.environment);
  const proposals: Proposal[] = [];
  const asRead: Proposal[] = [];
  for (const found of captured) {
    const proposal = await proposalOf(read, found, newEnds);
    asRead.push(proposal);
    proposals.push(await store.propose(proposal));
  }
  return { proposals, asRead };
}

/**
 * By message, and within one the surest first; of two that say the opposite of each other only the surer.
 *
 * A person who has to choose between "A needs B" and "B needs A" learns nothing from being shown both.
 */
function surestFirst(captured: readonly CapturedDependency[]): CapturedDependency[] {
  const key = (change: string, one: End, other: End) =>
    `${change} ${endKey(one)} > ${endKey(other)}`;
  const sureness = new Map(
    captured.map(({ change, consumer, provider, confidence }) => [
      key(change, consumer, provider),
      confidence,
    ]),
  );
  return captured
    .filter(({ change, consumer, provider, confidence }) => {
      const opposite = sureness.get(key(change, provider, consumer)) ?? 0;
      return opposite <= confidence;
    })
    .toSorted((a, b) => a.message - b.message || b.confidence - a.confidence);
}

async function proposalOf(
  read: ThreadToRead,
  found: CapturedDependency,
  newEnds: ReadonlyMap<string, ProposedEnd>,
): Promise<Proposal> {
  const { incidentId, proposer, proposerName, clock, thread, at: place } = read;
  const [consumer, provider] = [found.consumer, found.provider].map((end): ProposedEnd =>
    "known" in end ? { id: end.known } : (newEnds.get(endKey(end)) as ProposedEnd),
  ) as [ProposedEnd, ProposedEnd];
  const message = thread[found.message];
  const { change, coupling, strength, confidence, quote } = found;
  const edge = { change, consumer: consumer.id, provider: provider.id, coupling };
  const id = createHash("sha256")
    .update(JSON.stringify([edge, message?.link || quote]))
    .digest("hex")
    .slice(0, 16);
  return {
    id,
    change,
    consumer,
    provider,
    coupling,
    ...(strength ? { strength } : {}),
    confidence,
    quote,
    author: message?.author ?? "somebody",
    ...(message?.link ? { link: message.link } : {}),
    ...(incidentId === undefined ? {} : { incidentId }),
    ...(place && message ? { saidIn: { ...place, message: message.id } } : {}),
    proposer,
    ...(proposerName === undefined ? {} : { proposerName }),
    proposedAt: clock.now(),
    remarks: await mapSays(read, edge, id),
    state: "open",
  };
}

/**
 * What the names that the map does not know would be called: one id for one name in the whole thread.
 *
 * A new component is most likely a neighbour of the first known one that it was named with.
 */
function newEndsOf(
  captured: readonly CapturedDependency[],
  environment: string,
): ReadonlyMap<string, ProposedEnd> {
  const ends = new Map<string, ProposedEnd>();
  for (const found of captured) {
    for (const end of [found.consumer, found.provider]) {
      if ("known" in end || ends.has(endKey(end))) continue;
      const kind = end === found.provider ? kindOf(end.new, found) : "service";
      const id = componentId(environment, namespaceOf(found), end.new);
      ends.set(endKey(end), { id, isNew: { name: end.new, kind } });
    }
  }
  return ends;
}

function namespaceOf({ consumer, provider }: CapturedDependency): string {
  const known = [consumer, provider].flatMap((end) => ("known" in end ? [end.known] : []))[0];
  return known?.split("/")[1] ?? "default";
}

const KINDS: readonly [ComponentKind, readonly string[]][] = [
  ["topic", ["topic"]],
  ["queue", ["queue"]],
  ["dataset", ["table", "index", "view", "dataset", "bucket"]],
  ["datastore", ["database", "db", "store", "cluster", "postgres", "mysql"]],
  ["cache", ["cache", "redis", "memcached"]],
  ["gateway", ["gateway", "proxy", "balancer", "ingress"]],
  ["job", ["job", "cron", "export", "import", "etl"]],
  ["node", ["node", "host", "machine"]],
  ["certificate", ["certificate", "cert"]],
  ["dns", ["dns", "resolver"]],
];

/** What a new provider probably is, by the last words of its name and by how it is used. */
function kindOf(name: string, { coupling }: CapturedDependency): ComponentKind {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const named = KINDS.find(([, stems]) => stems.some((stem) => words.includes(stem)))?.[0];
  if (named) return named;
  if (coupling === "cache") return "cache";
  if (coupling === "name-resolution") return "dns";
  if (coupling === "certificate") return "certificate";
  if (coupling === "identity") return "identity-provider";
  return "service";
}
