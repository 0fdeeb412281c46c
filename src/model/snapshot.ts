import type { Component, ComponentId } from "./component.ts";
import {
  Coupling,
  delayMs,
  Strength,
  type Dependency,
  type DependencyState,
  type DependencyTraits,
  type Provenance,
} from "./dependency.ts";
import type { SourceAge } from "./impact.ts";
import type { Journey } from "./journey.ts";
import type { Ownership, Team } from "./team.ts";

/** The codes of `Coupling` and `Strength` in the snapshot's columns: their place in the enumeration. */
export const COUPLINGS: readonly Coupling[] = Coupling.options;
export const STRENGTHS: readonly Strength[] = Strength.options;

/** A component's place in `Snapshot.components`; analyses speak of these and name them at the end. */
export type ComponentIndex = number;
/** A dependency's place in the columns. Dependencies of one provider stand together. */
export type DependencyIndex = number;

/** Everything that is known of the estate beside its dependencies. */
export interface Surroundings {
  readonly teams: readonly Team[];
  readonly ownerships: readonly Ownership[];
  readonly journeys: readonly Journey[];
  readonly sources: readonly SourceAge[];
}

/**
 * The whole map at one moment, immutable, laid out for walking.
 *
 * The dependencies of which `p` is the provider are `firstUse[p] … firstUse[p + 1] - 1`; those of which
 * `c` is the consumer are `needs[firstNeed[c]] … needs[firstNeed[c + 1] - 1]`.
 */
export interface Snapshot extends Surroundings {
  /** When the store was read; epoch milliseconds. */
  readonly asOf: number;
  /** The store's version then; equal versions have equal contents. */
  readonly version: number;
  readonly components: readonly Component[];
  readonly indexOf: ReadonlyMap<ComponentId, ComponentIndex>;

  readonly consumer: Int32Array;
  readonly provider: Int32Array;
  readonly coupling: Uint8Array;
  readonly strength: Uint8Array;
  readonly confidence: Float32Array;
  readonly delayMs: Float64Array;
  readonly firstUse: Int32Array;
  readonly firstNeed: Int32Array;
  readonly needs: Int32Array;

  /** Traits beyond the columns, for the few dependencies that have any. */
  readonly traits: ReadonlyMap<DependencyIndex, DependencyTraits>;
  /** One dependency with all that is known of it. */
  dependency(index: DependencyIndex): Dependency;
}

/** Where the details of a dependency come from when somebody asks for them. */
interface Details {
  readonly state: DependencyState;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly provenance: readonly Provenance[];
}

/**
 * Builds a snapshot from components and dependencies in any order.
 *
 * A dependency whose end is no component is refused with an error: the store adds missing ends. O(V + E);
 * the dependencies themselves are not kept, only their columns and details.
 */
export function buildSnapshot(
  components: readonly Component[],
  dependencies: Iterable<Dependency>,
  about: { readonly asOf: number; readonly version: number } & Partial<Surroundings>,
): Snapshot {
  const indexOf = new Map(components.map(({ id }, index) => [id, index]));
  const rows = [...dependencies];
  const place = (id: ComponentId): ComponentIndex => {
    const index = indexOf.get(id);
    if (index === undefined) throw new Error(`the dependency's end ${id} is not a component`);
    return index;
  };
  const consumerOf = Int32Array.from(rows, ({ consumer }) => place(consumer));
  const providerOf = Int32Array.from(rows, ({ provider }) => place(provider));
  const { starts: firstUse, order } = grouped(providerOf, components.length);

  const count = rows.length;
  const consumer = new Int32Array(count);
  const provider = new Int32Array(count);
  const coupling = new Uint8Array(count);
  const strength = new Uint8Array(count);
  const confidence = new Float32Array(count);
  const delay = new Float64Array(count);
  const traits = new Map<DependencyIndex, DependencyTraits>();
  const details: Details[] = [];
  for (const [index, row] of order.entries()) {
    const dependency = rows[row] as Dependency;
    consumer[index] = consumerOf[row] as number;
    provider[index] = providerOf[row] as number;
    coupling[index] = COUPLINGS.indexOf(dependency.coupling);
    strength[index] = STRENGTHS.indexOf(dependency.strength);
    confidence[index] = dependency.confidence;
    delay[index] = delayMs(dependency.coupling, dependency);
    const { state, firstSeen, lastSeen, provenance } = dependency;
    details.push({ state, firstSeen, lastSeen, provenance });
    const own = traitsOf(dependency);
    if (own) traits.set(index, own);
  }
  const { starts: firstNeed, order: needs } = grouped(consumer, components.length);

  return {
    teams: about.teams ?? [],
    ownerships: about.ownerships ?? [],
    journeys: about.journeys ?? [],
    sources: about.sources ?? [],
    asOf: about.asOf,
    version: about.version,
    components,
    indexOf,
    consumer,
    provider,
    coupling,
    strength,
    confidence,
    delayMs: delay,
    firstUse,
    firstNeed,
    needs,
    traits,
    dependency: (index) => ({
      consumer: (components[consumer[index] as number] as Component).id,
      provider: (components[provider[index] as number] as Component).id,
      coupling: COUPLINGS[coupling[index] as number] as Coupling,
      strength: STRENGTHS[strength[index] as number] as Strength,
      confidence: confidence[index] as number,
      ...(details[index] as Details),
      ...traits.get(index),
    }),
  };
}

/** A counting sort: where each key's run starts, and the rows in that order. */
function grouped(keys: Int32Array, keyCount: number): { starts: Int32Array; order: Int32Array } {
  const starts = new Int32Array(keyCount + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let key = 0; key < keyCount; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  const next = starts.slice();
  const order = new Int32Array(keys.length);
  for (const [row, key] of keys.entries()) {
    order[next[key] as number] = row;
    next[key] = (next[key] as number) + 1;
  }
  return { starts, order };
}

function traitsOf(dependency: Dependency): DependencyTraits | undefined {
  const { timeoutMs, retries, toleratedLagMs, pollingIntervalMs, batchIntervalMs, bufferMs } =
    dependency;
  const { fallback, redundancyGroup, monitored, trafficPerMinute } = dependency;
  const all = {
    timeoutMs,
    retries,
    toleratedLagMs,
    pollingIntervalMs,
    batchIntervalMs,
    bufferMs,
    fallback,
    redundancyGroup,
    monitored,
    trafficPerMinute,
  };
  const stated = Object.entries(all).filter(([, value]) => value !== undefined);
  return stated.length > 0 ? (Object.fromEntries(stated) as DependencyTraits) : undefined;
}
