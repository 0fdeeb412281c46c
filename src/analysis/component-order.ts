import type { ComponentId } from "../model/component.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** The ids of a snapshot's components, by place. */
export const componentIds = perSnapshot(({ components }: Snapshot): readonly ComponentId[] =>
  components.map(({ id }) => id),
);

/**
 * Each component's place in the alphabet of ids: numbers are compared far faster than names.
 *
 * O(V) once where the components stand in that order already, as stores give them; otherwise O(V log V).
 */
export const alphabet = perSnapshot((snapshot: Snapshot) => {
  const ids = componentIds(snapshot);
  const byName = Int32Array.from(ids.keys());
  if (isInNameOrder(snapshot)) return { rank: byName, byName };
  byName.sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1));
  const rank = new Int32Array(ids.length);
  for (const [place, component] of byName.entries()) rank[component] = place;
  return { rank, byName };
});

/**
 * What orders components by their ids: how far the first stands behind the second; for lists of about this length.
 *
 * A few are compared by name, faster than the alphabet of a large map is made.
 */
export function byName(
  snapshot: Snapshot,
  length: number,
): (one: ComponentIndex, other: ComponentIndex) => number {
  if (isInNameOrder(snapshot)) return (one, other) => one - other;
  if (length > FEW) {
    const { rank } = alphabet(snapshot);
    return (one, other) => (rank[one] as number) - (rank[other] as number);
  }
  const ids = componentIds(snapshot);
  return (one, other) =>
    one === other ? 0 : (ids[one] as ComponentId) < (ids[other] as ComponentId) ? -1 : 1;
}

const FEW = 100;

const isInNameOrder = perSnapshot((snapshot: Snapshot): boolean => {
  const ids = componentIds(snapshot);
  for (let place = 1; place < ids.length; place += 1) {
    if ((ids[place] as ComponentId) < (ids[place - 1] as ComponentId)) return false;
  }
  return true;
});
