import { nameOf, type ComponentId } from "../model/component.ts";
import type { BlastRadius } from "../model/impact.ts";
import type { Journey } from "../model/journey.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { DOWN, edgeRules } from "./failure/edge-rules.ts";
import type { NeedGraph } from "./circles.ts";
import { orderedByNeed } from "./ordered-by-need.ts";

/** One thing to bring back. */
export interface RecoveryStep {
  readonly component: ComponentId;
  /** Why it comes at this place, for people. */
  readonly reason: string;
  /** Those of the earlier steps without which it does not come up. */
  readonly after: readonly ComponentId[];
  /** It needs these, which come later: they need each other in a circle. */
  readonly despite: readonly ComponentId[];
  /** How many harmed components hang on it, by their chains. */
  readonly unblocks: number;
  /** The names of the harmed journeys that hang on it. */
  readonly journeys: readonly string[];
}

/** What to bring back, first things first. */
export interface RecoveryOrder {
  readonly steps: readonly RecoveryStep[];
  /** How many more components are down than the steps tell of. */
  readonly more: number;
}

/** What hangs on one component. */
interface Weight {
  unblocks: number;
  revenue: number;
  readonly journeys: Set<string>;
}

/**
 * Says in which order to bring back what is down: the origins and the components that they took down.
 *
 * Providers come before the consumers that cannot run without them. Among those that could be next, the one on
 * which most revenue a minute hangs comes first, then most journeys, then most harmed components, then by id.
 * A circle is broken where the failure came in, and says so. Only the first `limit` are described.
 *
 * @example
 * ```ts
 * const map = graphOf("web -> checkout", "checkout -> ledger");
 * const { steps } = recoveryOrder(map, { origins: [idOf("ledger")], asOf: 0, starved: [], sources: [], blindSpots: [], hits: [
 *   { component: idOf("checkout"), state: "down", hops: 1, etaMs: 0, chain: [idOf("checkout"), idOf("ledger")], confidence: 1 },
 * ] });
 * steps.map(({ component }) => component);
 * // => ["prod/shop/ledger", "prod/shop/checkout"]
 * ```
 */
export function recoveryOrder(snapshot: Snapshot, blast: BlastRadius, limit = 50): RecoveryOrder {
  const down = [
    ...blast.origins,
    ...blast.hits.filter(({ state }) => state === "down").map(({ component }) => component),
  ].filter((id) => snapshot.indexOf.has(id));
  const weights = weigh(snapshot, blast);
  const origins = new Set(blast.origins);
  const preferred = down.toSorted((a, b) => byWeight(weights, a, b));
  const graph = needsAmong(snapshot, preferred);
  const steps: RecoveryStep[] = [];
  const done = new Set<ComponentId>();
  for (const component of orderedByNeed(graph, preferred, down)) {
    if (steps.length >= limit) break;
    const needs = graph.get(component) ?? [];
    const after = needs.filter((need) => done.has(need));
    const despite = needs.filter((need) => !done.has(need));
    const weight = weights.get(component);
    const step = {
      component,
      after,
      despite,
      unblocks: weight?.unblocks ?? 0,
      journeys: [...(weight?.journeys ?? [])].toSorted(),
    };
    steps.push({ ...step, reason: reasonFor(step, origins.has(component)) });
    done.add(component);
  }
  return { steps, more: graph.size - steps.length };
}

/**
 * Who cannot run without whom, among those that are down; the weightiest first.
 *
 * Of a redundancy group only so many count as its consumer lacks.
 */
function needsAmong(snapshot: Snapshot, down: readonly ComponentId[]): NeedGraph {
  const { firstNeed, needs, provider, indexOf } = snapshot;
  const { kind, passesOn, groupOf } = edgeRules(snapshot);
  const rank = new Map(down.map((id, place) => [indexOf.get(id) as number, place]));
  const graph = new Map<ComponentId, ComponentId[]>();
  for (const index of rank.keys()) {
    const lost = Array.from(needs.subarray(firstNeed[index], firstNeed[index + 1]))
      .filter((need) => rank.has(provider[need] as number))
      .filter((need) => passesOn[4 * (kind[need] as number) + DOWN] === DOWN)
      .toSorted(
        (a, b) =>
          (rank.get(provider[a] as number) as number) - (rank.get(provider[b] as number) as number),
      );
    const lostOf = Map.groupBy(lost, (need) => groupOf.get(need));
    const lacking = [...lostOf].flatMap(([group, members]) =>
      group ? members.slice(0, Math.max(0, members.length - group.enough + 1)) : members,
    );
    const found = new Set(
      lacking.map((need) => down[rank.get(provider[need] as number) as number] as ComponentId),
    );
    found.delete(down[rank.get(index) as number] as ComponentId);
    graph.set(down[rank.get(index) as number] as ComponentId, [...found]);
  }
  return graph;
}

function weigh({ journeys }: Snapshot, { hits }: BlastRadius): Map<ComponentId, Weight> {
  const weights = new Map<ComponentId, Weight>();
  const weightOf = (id: ComponentId): Weight => {
    const weight = weights.get(id) ?? { unblocks: 0, revenue: 0, journeys: new Set() };
    weights.set(id, weight);
    return weight;
  };
  const entered = new Map<ComponentId, Journey[]>();
  for (const journey of journeys) {
    for (const entry of journey.entries)
      entered.set(entry, [...(entered.get(entry) ?? []), journey]);
  }
  // Sums of money in two currencies say nothing.
  const isOneCurrency = new Set(journeys.map(({ currency }) => currency)).size <= 1;
  const addJourneys = (id: ComponentId, own: readonly Journey[]) => {
    const weight = weightOf(id);
    for (const { name, revenuePerMinute } of own) {
      if (weight.journeys.has(name)) continue;
      weight.journeys.add(name);
      if (isOneCurrency) weight.revenue += revenuePerMinute?.high ?? 0;
    }
  };
  for (const [entry, own] of entered) addJourneys(entry, own);
  for (const { component, chain } of hits) {
    const own = entered.get(component) ?? [];
    for (const id of chain.slice(1)) {
      weightOf(id).unblocks += 1;
      if (own.length > 0) addJourneys(id, own);
    }
  }
  return weights;
}

function byWeight(
  weights: ReadonlyMap<ComponentId, Weight>,
  a: ComponentId,
  b: ComponentId,
): number {
  const [one, other] = [weights.get(a), weights.get(b)];
  return (
    (other?.revenue ?? 0) - (one?.revenue ?? 0) ||
    (other?.journeys.size ?? 0) - (one?.journeys.size ?? 0) ||
    (other?.unblocks ?? 0) - (one?.unblocks ?? 0) ||
    (a < b ? -1 : a > b ? 1 : 0)
  );
}

function reasonFor(step: Omit<RecoveryStep, "reason">, isOrigin: boolean): string {
  const { after, despite, unblocks, journeys } = step;
  const parts = [isOrigin ? "it failed first" : "it is down"];
  if (after.length > 0) parts.push(`needs ${named(after)} back before it`);
  if (despite.length > 0) {
    parts.push(`it and ${named(despite)} need each other: start it without, or both together`);
  }
  if (journeys.length > 0)
    parts.push(`${named(journeys, (name) => name)} hang${journeys.length === 1 ? "s" : ""} on it`);
  if (unblocks > 0)
    parts.push(`${unblocks} harmed component${unblocks === 1 ? " hangs" : "s hang"} on it`);
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function named(ids: readonly string[], word: (id: string) => string = nameOf): string {
  const shown = ids.slice(0, 3).map((id) => word(id));
  const more = ids.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
