import type { Coupling } from "../model/dependency.ts";
import { COUPLINGS, type ComponentIndex, type Snapshot } from "../model/snapshot.ts";
import { perSnapshot } from "./per-snapshot.ts";

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

/** Who sends work to whom, each pair once; nobody sends work to itself. */
export interface Traffic {
  /** Those to whom `c` sends work are `fed[firstFed[c]] … fed[firstFed[c + 1] - 1]`. */
  readonly firstFed: Int32Array;
  readonly fed: Int32Array;
  /** How many others send work to each component. */
  readonly feeders: Int32Array;
  /** 1 where work comes from outside: the entries of journeys. */
  readonly isEntry: Uint8Array;
}

/** The traffic of a snapshot. O(V + E) once. */
export const traffic = perSnapshot((snapshot: Snapshot): Traffic => {
  const { components, firstNeed, needs, provider, coupling } = snapshot;
  const firstFed = new Int32Array(components.length + 1);
  const fed = new Int32Array(needs.length);
  const feeders = new Int32Array(components.length);
  const lastFeeder = new Int32Array(components.length).fill(-1);
  let count = 0;
  for (let feeder = 0; feeder < components.length; feeder += 1) {
    lastFeeder[feeder] = feeder;
    const end = firstNeed[feeder + 1] as number;
    for (let place = firstNeed[feeder] as number; place < end; place += 1) {
      const need = needs[place] as number;
      const target = provider[need] as number;
      if (!carriesTraffic(coupling[need] as number) || lastFeeder[target] === feeder) continue;
      lastFeeder[target] = feeder;
      feeders[target] = (feeders[target] as number) + 1;
      fed[count] = target;
      count += 1;
    }
    firstFed[feeder + 1] = count;
  }
  return { firstFed, fed: fed.slice(0, count), feeders, isEntry: entriesOf(snapshot) };
});

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

function entriesOf({ components, journeys, indexOf }: Snapshot): Uint8Array {
  const isEntry = new Uint8Array(components.length);
  for (const { entries } of journeys) {
    for (const entry of entries) {
      const index = indexOf.get(entry);
      if (index !== undefined) isEntry[index] = 1;
    }
  }
  return isEntry;
}
