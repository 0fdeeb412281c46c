import type { ComponentId } from "../model/component.ts";
import type { Dependency } from "../model/dependency.ts";
import type { ComponentIndex, DependencyIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { componentIds } from "./component-order.ts";
import { placeOf } from "./place-of.ts";

/** A component some dependencies away. */
export interface Neighbour {
  readonly component: ComponentId;
  /** The fewest dependencies between the two. */
  readonly hops: number;
  /** The surest dependency that brings it this near. */
  readonly dependency: Dependency;
}

/**
 * Lists what a component depends on, up to `depth` dependencies away; nearest first, equal hops by id.
 *
 * Every kind of dependency counts, harmful or not. The component itself is not in the list, cycles end, and each
 * other component is there once. Throws `unknown-component`.
 *
 * @example
 * ```ts
 * const map = graphOf("web -> checkout", "checkout -> ledger", "ledger -> web");
 * dependsOn(map, idOf("web"), 1).map(({ component }) => component);
 * // => ["prod/shop/checkout"]
 * ```
 */
export function dependsOn(snapshot: Snapshot, id: ComponentId, depth: number): Neighbour[] {
  const { firstNeed, needs, provider } = snapshot;
  return neighbours(snapshot, id, depth, provider, (component) =>
    needs.subarray(firstNeed[component], firstNeed[component + 1]),
  );
}

/** Lists what depends on a component: `dependsOn` in the other direction. */
export function usedBy(snapshot: Snapshot, id: ComponentId, depth: number): Neighbour[] {
  const { firstUse, consumer } = snapshot;
  return neighbours(snapshot, id, depth, consumer, (component) => {
    const [start, end] = [firstUse[component] as number, firstUse[component + 1] as number];
    return Array.from({ length: end - start }, (_, place) => start + place);
  });
}

function neighbours(
  snapshot: Snapshot,
  id: ComponentId,
  depth: number,
  otherEnd: Int32Array,
  dependenciesOf: (component: ComponentIndex) => Iterable<DependencyIndex>,
): Neighbour[] {
  const start = placeOf(snapshot, id);
  const seen = new Set([start]);
  const found: Neighbour[] = [];
  let edge: ComponentIndex[] = [start];
  for (let hops = 1; hops <= depth && edge.length > 0; hops += 1) {
    const surest = new Map<ComponentIndex, DependencyIndex>();
    for (const component of edge) {
      for (const dependency of dependenciesOf(component)) {
        const other = otherEnd[dependency] as number;
        if (seen.has(other)) continue;
        const known = surest.get(other);
        if (known === undefined || isSurer(snapshot, dependency, known))
          surest.set(other, dependency);
      }
    }
    for (const neighbour of describe(snapshot, hops, surest)) found.push(neighbour);
    edge = [...surest.keys()];
    for (const component of edge) seen.add(component);
  }
  return found;
}

function isSurer({ confidence }: Snapshot, one: DependencyIndex, other: DependencyIndex): boolean {
  return (confidence[one] as number) > (confidence[other] as number);
}

function describe(
  snapshot: Snapshot,
  hops: number,
  surest: ReadonlyMap<ComponentIndex, DependencyIndex>,
): Neighbour[] {
  const ids = componentIds(snapshot);
  return [...surest]
    .map(([component, dependency]) => ({
      component: ids[component] as ComponentId,
      hops,
      dependency: snapshot.dependency(dependency),
    }))
    .toSorted((a, b) => (a.component < b.component ? -1 : 1));
}
