import type { Component, ComponentId } from "../component.ts";
import {
  Coupling,
  DependencyState,
  Strength,
  type Dependency,
  type DependencyTraits,
} from "../dependency.ts";
import type { SourceAge } from "../impact.ts";
import type { Journey } from "../journey.ts";
import type { Ownership, Team } from "../team.ts";

/** The codes of `Coupling`, `Strength` and `DependencyState` in the columns: their place in the enumeration. */
export const COUPLINGS: readonly Coupling[] = Coupling.options;
export const STRENGTHS: readonly Strength[] = Strength.options;
export const STATES: readonly DependencyState[] = DependencyState.options;

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

/** What only somebody who asks about one dependency wants to know; packed, because there are millions. */
export interface DependencyDetails {
  readonly state: Uint8Array;
  readonly firstSeen: Float64Array;
  readonly lastSeen: Float64Array;
  /** Where in `provenanceText` each dependency's packed provenance starts. */
  readonly provenanceStart: Uint32Array;
  /** Lines of `packProvenance`; several dependencies may share one. */
  readonly provenanceText: Uint8Array;
}

/**
 * The whole map at one moment, immutable, laid out for walking.
 *
 * The dependencies of which `p` is the provider are `firstUse[p] … firstUse[p + 1] - 1`; those of which
 * `c` is the consumer are `needs[firstNeed[c]] … needs[firstNeed[c + 1] - 1]`. Rows are in the order of
 * provider, consumer and coupling, whatever the order in which they were written.
 */
export interface Snapshot extends Surroundings {
  /** When the store was read; epoch milliseconds. */
  readonly asOf: number;
  /** The store's version then; equal versions of one store have equal contents. */
  readonly version: number;
  /**
   * By this the store that was read knows its own history again. Only stores look into it: two that were copied from
   * one, or one that was put back from a copy, have the same versions and not the same contents.
   */
  readonly store?: string | undefined;
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
  readonly details: DependencyDetails;
  /** One dependency with all that is known of it. */
  dependency(index: DependencyIndex): Dependency;
}

/** What cannot be worked out from anything else: the parts that a snapshot file keeps. */
export type SnapshotParts = Omit<
  Snapshot,
  "indexOf" | "delayMs" | "firstUse" | "firstNeed" | "needs" | "dependency"
>;
