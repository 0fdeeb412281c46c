import type { ComponentId } from "../model/component.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** The ids of a snapshot's components, by place. */
export const componentIds = perSnapshot(({ components }: Snapshot): readonly ComponentId[] =>
  components.map(({ id }) => id),
);

/** Each component's place in the alphabet of ids: numbers are compared far faster than names. O(V log V) once. */
export const alphabet = perSnapshot((snapshot: Snapshot) => {
  const ids = componentIds(snapshot);
  const byName = Int32Array.from(ids.keys()).sort((a, b) =>
    (ids[a] as string) < (ids[b] as string) ? -1 : 1,
  );
  const rank = new Int32Array(ids.length);
  for (const [place, component] of byName.entries()) rank[component] = place;
  return { rank, byName };
});
