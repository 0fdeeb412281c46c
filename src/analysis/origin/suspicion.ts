import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { isHarmless, reachFinder } from "./reach-finder.ts";
import type { Signs } from "./signs.ts";

/** An alert of its own speaks for a component, but less than resources that it used up itself. */
const OWN_ALERT = 0.75;
/** Where an incident is felt is seldom where it began. */
const SYMPTOM_ITSELF = 0.5;
/** Too little traffic is the effect of somebody else's trouble, and seldom the component's own. */
const OWN_TRAFFIC = 0.2;
/** What is lost when all direct consumers are quiet. */
const QUIET_CONSUMERS = 0.1;
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
  const reach = reachFinder(snapshot, (index) => isFailing(signs.get(index)));
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
      reach(alerting, "providers", (candidate, left) => {
        add(score, candidate, Math.max(fault, calls) * left);
        if (matters) one(explains, candidate);
      });
    }
    if (traffic > 0) {
      add(score, alerting, traffic * OWN_TRAFFIC);
      reach(alerting, "consumers", (candidate, left) => {
        add(score, candidate, traffic * left);
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
    if (user !== component && !isHarmless(strength, use)) seen.add(user);
  }
  let quiet = 0;
  for (const user of seen) if (!signs.has(user)) quiet += 1;
  return { consumers: seen.size, quiet };
}
