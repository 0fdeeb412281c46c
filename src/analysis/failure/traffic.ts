import type { Coupling } from "../../model/dependency.ts";
import { COUPLINGS, type ComponentIndex, type Snapshot } from "../../model/snapshot/snapshot.ts";
import { perSnapshot } from "../per-snapshot.ts";

/**
 * Over these a consumer sends its provider work that is missed when it stops.
 *
 * Not so over libraries, machines, deployments, telemetry, certificates and name look-ups, which notice no
 * absence, nor over files and batches, which are silent most of the time anyway.
 */
const CARRY_TRAFFIC: ReadonlySet<Coupling> = new Set([
  "call",
  "event",
  "data",
  "cache",
  "polling",
  "identity",
]);

const CARRIES = Uint8Array.from(COUPLINGS, (word) => (CARRY_TRAFFIC.has(word) ? 1 : 0));

/** Does a dependency with this code of coupling carry work? */
export function carriesTraffic(coupling: number): boolean {
  return CARRIES[coupling] === 1;
}

/** All that send work to this component, in the order of their places. */
export function feedersOf(snapshot: Snapshot, fed: ComponentIndex): ComponentIndex[] {
  const { consumer, coupling, firstUse } = snapshot;
  const found: ComponentIndex[] = [];
  const end = firstUse[fed + 1] as number;
  for (let use = firstUse[fed] as number; use < end; use += 1) {
    const feeder = consumer[use] as number;
    // All that binds one consumer stands together.
    if (feeder === fed || feeder === found.at(-1) || !carriesTraffic(coupling[use] as number))
      continue;
    found.push(feeder);
  }
  return found;
}

/** 1 where work comes from outside: the entries of journeys. */
export const entryMarks = perSnapshot(({ components, journeys, indexOf }: Snapshot): Uint8Array => {
  const isEntry = new Uint8Array(components.length);
  for (const { entries } of journeys) {
    for (const entry of entries) {
      const index = indexOf.get(entry);
      if (index !== undefined) isEntry[index] = 1;
    }
  }
  return isEntry;
});
