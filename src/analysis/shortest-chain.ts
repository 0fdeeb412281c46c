import type { ComponentIndex, DependencyIndex, Snapshot } from "../model/snapshot/snapshot.ts";

/** What a chain must go round: components, and dependencies by `consumer → provider`, whatever their coupling. */
export interface Detour {
  readonly components: ReadonlySet<ComponentIndex>;
  readonly pairs: ReadonlySet<string>;
}

/** The key of a dependency in `Detour.pairs`. */
export function pairOf(consumer: ComponentIndex, provider: ComponentIndex): string {
  return `${consumer} ${provider}`;
}

/**
 * The shortest chain of dependencies by which one component hangs on another; undefined when there is none.
 *
 * Of equally short ones the surest, by its weakest dependency; then the smaller places. Breadth first, O(V + E).
 */
export function shortestChain(
  snapshot: Snapshot,
  consumer: ComponentIndex,
  provider: ComponentIndex,
  around: Detour,
): DependencyIndex[] | undefined {
  const { confidence, firstNeed, needs } = snapshot;
  const link = new Map<ComponentIndex, DependencyIndex>();
  const surety = new Map<ComponentIndex, number>([[consumer, Infinity]]);
  let edge = [consumer];
  while (edge.length > 0 && !link.has(provider)) {
    const next = new Map<ComponentIndex, number>();
    for (const component of edge) {
      const soFar = surety.get(component) as number;
      const end = firstNeed[component + 1] as number;
      for (let place = firstNeed[component] as number; place < end; place += 1) {
        const need = needs[place] as number;
        const target = snapshot.provider[need] as number;
        if (surety.has(target) || around.components.has(target)) continue;
        if (around.pairs.has(pairOf(component, target))) continue;
        const weakest = Math.min(soFar, confidence[need] as number);
        const known = next.get(target);
        if (known !== undefined && known >= weakest) continue;
        next.set(target, weakest);
        link.set(target, need);
      }
    }
    for (const [target, weakest] of next) surety.set(target, weakest);
    edge = [...next.keys()].toSorted((a, b) => a - b);
  }
  if (!link.has(provider)) return undefined;
  const chain: DependencyIndex[] = [];
  for (let at = provider; at !== consumer;) {
    const dependency = link.get(at) as DependencyIndex;
    chain.unshift(dependency);
    at = snapshot.consumer[dependency] as number;
  }
  return chain;
}
