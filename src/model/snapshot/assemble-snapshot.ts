import { dependencyReader } from "./dependency-reader.ts";
import { groupByKey, startsOfKeys } from "./group-by-key.ts";
import { delaysOf } from "./delays.ts";
import type { Snapshot, SnapshotParts } from "./snapshot-layout.ts";

/**
 * Makes a snapshot from its parts, adding the indexes. The columns are taken over, not copied.
 *
 * The rows must be in the snapshot's order already: by provider, consumer and coupling.
 */
export function assembleSnapshot(parts: SnapshotParts): Snapshot {
  const { components, consumer, provider, coupling, traits } = parts;
  const { starts: firstNeed, order: needs } = groupByKey(consumer, components.length);

  return {
    ...parts,
    indexOf: new Map(components.map(({ id }, index) => [id, index])),
    delayMs: delaysOf(coupling, traits),
    firstUse: startsOfKeys(provider, components.length),
    firstNeed,
    needs,
    dependency: dependencyReader(parts),
  };
}
