import { assembleSnapshot } from "../../../model/snapshot/assemble-snapshot.ts";
import type { DependencyTraits } from "../../../model/dependency.ts";
import type { Journey } from "../../../model/journey.ts";
import type { DependencyIndex, Snapshot } from "../../../model/snapshot/snapshot.ts";

/** As much of a map as says who harms whom, in memory that all threads see. */
export interface SharedSnapshot {
  readonly asOf: number;
  readonly version: number;
  /** The components' ids in their order, a line each: an id has no line end. */
  readonly ids: string;
  readonly consumer: Int32Array;
  readonly provider: Int32Array;
  readonly coupling: Uint8Array;
  readonly strength: Uint8Array;
  readonly confidence: Float32Array;
  readonly traits: ReadonlyMap<DependencyIndex, DependencyTraits>;
  readonly journeys: readonly Journey[];
}

/** Copies a map once; sending the copy to a thread copies no column again. */
export function shareSnapshot(snapshot: Snapshot): SharedSnapshot {
  const { asOf, version, components, traits, journeys } = snapshot;
  const consumer = new Int32Array(sharedFor(snapshot.consumer));
  const provider = new Int32Array(sharedFor(snapshot.provider));
  const coupling = new Uint8Array(sharedFor(snapshot.coupling));
  const strength = new Uint8Array(sharedFor(snapshot.strength));
  const confidence = new Float32Array(sharedFor(snapshot.confidence));
  consumer.set(snapshot.consumer);
  provider.set(snapshot.provider);
  coupling.set(snapshot.coupling);
  strength.set(snapshot.strength);
  confidence.set(snapshot.confidence);
  const ids = components.map(({ id }) => id).join("\n");
  const columns = { consumer, provider, coupling, strength, confidence };
  return { asOf, version, ids, traits, journeys, ...columns };
}

/** The same map again, without what nobody asks who counts failures: owners, evidence, and what components are. */
export function snapshotFromShared({ ids, ...shared }: SharedSnapshot): Snapshot {
  const kind = "service";
  const names: readonly string[] = [];
  const none = new Float64Array();
  return assembleSnapshot({
    ...shared,
    components: (ids === "" ? [] : ids.split("\n")).map((id) => ({
      id,
      kind,
      aliases: names as string[],
      pagerdutyServiceIds: names as string[],
    })),
    teams: [],
    ownerships: [],
    sources: [],
    details: {
      state: new Uint8Array(),
      firstSeen: none,
      lastSeen: none,
      provenanceStart: new Uint32Array(),
      provenanceText: new Uint8Array(),
    },
  });
}

function sharedFor({ byteLength }: { readonly byteLength: number }): SharedArrayBuffer {
  return new SharedArrayBuffer(byteLength);
}
