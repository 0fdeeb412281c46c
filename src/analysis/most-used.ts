import { nameOf, type ComponentId } from "../model/component.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";

/** Sorts components by how many dependencies others have on them, the most used first, then by name. */
export function mostUsed(snapshot: Snapshot, ids: Iterable<ComponentId>): ComponentId[] {
  const uses = ({ indexOf, firstUse }: Snapshot, id: ComponentId) => {
    const index = indexOf.get(id);
    return index === undefined ? 0 : (firstUse[index + 1] ?? 0) - (firstUse[index] ?? 0);
  };
  return [...ids]
    .map((id) => ({ id, name: nameOf(id), uses: uses(snapshot, id) }))
    .toSorted((a, b) => b.uses - a.uses || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ id }) => id);
}
