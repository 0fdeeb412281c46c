import {
  STRENGTHS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
} from "../model/snapshot.ts";
import type { Signs } from "./probable-origin-signs.ts";

/** How much of a suspicion one more hop leaves. */
const PER_HOP = 0.6;
/** A chain through a component that shows nothing is half as likely. */
const THROUGH_QUIET = 0.5;
/** A soft dependency carries trouble half as often. */
const THROUGH_SOFT = 0.5;
/** Below this a suspicion is noise, and the walk ends. */
const FAINTEST = 0.01;
/** An alert of its own speaks for a component, but less than resources that it used up itself. */
const OWN_ALERT = 0.75;
/** Where an incident is felt is seldom where it began. */
const SYMPTOM_ITSELF = 0.5;
/** No traffic is the effect of somebody else's trouble; it says less than an error. */
const STARVED = 0.5;
/** What is lost when all direct consumers are quiet. */
const QUIET_CONSUMERS = 0.15;
/** A component that only relays shows the faults of what stands behind it. */
const RELAY = 0.5;

/** What was found out about all components, by their index; `score` is not yet between 0 and 1. */
export interface Suspicion {
  readonly score: Float64Array;
  /** How many of the components whose faults matter it explains, itself included. */
  readonly explains: Int32Array;
  /** How many starved components it explains. */
  readonly starves: Int32Array;
}

/** How `suspicion` walks: over which dependencies of a component, to which of their ends. */
interface Walk {
  readonly from: (component: ComponentIndex) => Int32Array;
  readonly end: Int32Array;
}

/**
 * Weighs every component by what its failure would explain.
 *
 * From each alerting component, suspicion flows to its providers, less with every hop and through quiet
 * components; each candidate keeps the best chain. A starved component suspects its consumers instead.
 * O(alerts × reach); the order of the alerts makes no difference.
 */
export function suspicion(
  snapshot: Snapshot,
  signs: ReadonlyMap<ComponentIndex, Signs>,
): Suspicion {
  const count = snapshot.components.length;
  const score = new Float64Array(count);
  const explains = new Int32Array(count);
  const starves = new Int32Array(count);
  const ownWork = new Float64Array(count);
  const toProviders: Walk = { from: needsOf(snapshot), end: snapshot.provider };
  const toConsumers: Walk = { from: usesOf(snapshot), end: snapshot.consumer };
  const reach = walker(snapshot, (index) => isFailing(signs.get(index)));
  const add = (to: Float64Array, at: ComponentIndex, weight: number) => {
    to[at] = (to[at] as number) + weight;
  };
  const one = (to: Int32Array, at: ComponentIndex) => {
    to[at] = (to[at] as number) + 1;
  };

  for (const [alerting, sign] of signs) {
    const { fault, calls, ownWork: own, traffic, matters } = sign;
    if (fault > 0) add(score, alerting, fault * OWN_ALERT * (sign.isSymptom ? SYMPTOM_ITSELF : 1));
    if (own > 0) add(ownWork, alerting, own);
    if (matters && (fault > 0 || own > 0)) one(explains, alerting);
    if (fault > 0 || calls > 0) {
      reach(alerting, toProviders, (candidate, left) => {
        add(score, candidate, Math.max(fault, calls) * left);
        if (matters) one(explains, candidate);
      });
    }
    if (traffic > 0) {
      reach(alerting, toConsumers, (candidate, left) => {
        add(score, candidate, traffic * STARVED * left);
        one(starves, candidate);
      });
    }
  }
  for (const [index, { kind }] of snapshot.components.entries()) {
    const raw = score[index] as number;
    if (raw === 0 && ownWork[index] === 0) continue;
    const { consumers, quiet } = consumersOf(snapshot, signs, index);
    const seen = (kind === "gateway" ? raw * RELAY : raw) + (ownWork[index] as number);
    const missing = consumers === 0 ? 0 : (QUIET_CONSUMERS * quiet) / consumers;
    // A candidate never drops off the list for its quiet consumers: silence may be a missing alert.
    score[index] = seen - Math.min(missing, seen / 2);
  }
  return { score, explains, starves };
}

/** Does it show a fault, as opposed to being quiet or starved? */
export function isFailing(signs: Signs | undefined): boolean {
  return signs !== undefined && (signs.fault > 0 || signs.calls > 0 || signs.ownWork > 0);
}

/** How many direct consumers a component has, and how many of them show nothing at all. */
export function consumersOf(
  { firstUse, consumer, strength }: Snapshot,
  signs: ReadonlyMap<ComponentIndex, Signs>,
  component: ComponentIndex,
): { readonly consumers: number; readonly quiet: number } {
  const seen = new Set<ComponentIndex>();
  const end = firstUse[component + 1] as number;
  for (let use = firstUse[component] as number; use < end; use += 1) {
    const user = consumer[use] as number;
    if (user !== component && !harmless(strength, use)) seen.add(user);
  }
  let quiet = 0;
  for (const user of seen) if (!signs.has(user)) quiet += 1;
  return { consumers: seen.size, quiet };
}

/** A walk that tells for every component it reaches what is left of the suspicion on the best chain. */
function walker(snapshot: Snapshot, fails: (index: ComponentIndex) => boolean) {
  const { strength, confidence, components } = snapshot;
  const best = new Float64Array(components.length);
  const waits = new Uint8Array(components.length);

  return (start: ComponentIndex, walk: Walk, tell: (at: ComponentIndex, left: number) => void) => {
    const reached: ComponentIndex[] = [start];
    const queue: ComponentIndex[] = [start];
    best[start] = 1;
    // A component waits again when a better chain to it turns up; each hop only ever takes away, so this ends.
    for (const at of queue) {
      waits[at] = 0;
      const left = (best[at] as number) * PER_HOP * (at === start || fails(at) ? 1 : THROUGH_QUIET);
      if (left < FAINTEST) continue;
      for (const dependency of walk.from(at)) {
        if (harmless(strength, dependency)) continue;
        const next = walk.end[dependency] as number;
        const soft = STRENGTHS[strength[dependency] as number] === "soft" ? THROUGH_SOFT : 1;
        const arrives = left * soft * (confidence[dependency] as number);
        if (arrives < FAINTEST || arrives <= (best[next] as number)) continue;
        if (best[next] === 0) reached.push(next);
        best[next] = arrives;
        if (waits[next] === 1) continue;
        waits[next] = 1;
        queue.push(next);
      }
    }
    for (const at of reached) {
      if (at !== start) tell(at, best[at] as number);
      best[at] = 0;
    }
  };
}

function harmless(strength: Uint8Array, dependency: DependencyIndex): boolean {
  return STRENGTHS[strength[dependency] as number] === "none";
}

function needsOf({ firstNeed, needs }: Snapshot) {
  return (component: ComponentIndex) =>
    needs.subarray(firstNeed[component], firstNeed[component + 1]);
}

function usesOf({ firstUse, consumer }: Snapshot) {
  const all = Int32Array.from(consumer, (_, use) => use);
  return (component: ComponentIndex) => all.subarray(firstUse[component], firstUse[component + 1]);
}
