import type { ComponentId } from "./component.ts";
import type { Coupling, Provenance } from "./dependency.ts";

/**
 * What a failure does to a component, worst last.
 *
 * `stale`: no error, but late or old data. `starved` is kept apart from these: quiet, not broken.
 */
export type HarmState = "stale" | "degraded" | "down";

/** One step of a chain: the consumer, the provider, and what binds them. */
export interface ChainLink {
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  readonly coupling: Coupling;
  readonly confidence: number;
  readonly provenance: readonly Provenance[];
}

/** One component that the failure harms. */
export interface Hit {
  readonly component: ComponentId;
  readonly state: HarmState;
  /** Length of the chain. */
  readonly hops: number;
  /** Milliseconds from the origin's failure to this state, counting only delays that somebody stated. */
  readonly etaMs: number;
  /** From this component to the origin, both included. */
  readonly chain: readonly ComponentId[];
  /** That of the weakest dependency in the chain, 0 to 1. */
  readonly confidence: number;
  /** The fallback that keeps it up, when one does. */
  readonly runsOn?: ComponentId | undefined;
}

/** All that a failure harms, in the order of the answer; of a large failure a hit is made when it is looked at. */
export interface Hits extends Iterable<Hit> {
  readonly length: number;
  /** Counted from the end when negative; undefined when there are fewer. */
  at(place: number): Hit | undefined;
  slice(start?: number, end?: number): readonly Hit[];
  map<Made>(make: (hit: Hit) => Made): Made[];
  flatMap<Made>(make: (hit: Hit) => Made | readonly Made[]): Made[];
  filter(keep: (hit: Hit) => boolean): readonly Hit[];
  find(test: (hit: Hit) => boolean): Hit | undefined;
  some(test: (hit: Hit) => boolean): boolean;
}

/** A component that is healthy but gets no traffic any more. */
export interface Starved {
  readonly component: ComponentId;
  readonly etaMs: number;
  /** The components that used to call it. */
  readonly quietConsumers: readonly ComponentId[];
}

/** What this answer rests on, and how old it is. */
export interface SourceAge {
  readonly source: string;
  /** When it last said anything; epoch milliseconds. */
  readonly lastSeen: number;
  /** How many facts it stands for. */
  readonly facts: number;
}

/** The full answer to "what happens when these fail?". */
export interface BlastRadius {
  readonly origins: readonly ComponentId[];
  /** When the map that answered was read; epoch milliseconds. */
  readonly asOf: number;
  /** Soonest first; equal times by hops, then by name. */
  readonly hits: Hits;
  readonly starved: readonly Starved[];
  readonly sources: readonly SourceAge[];
  /** What this answer could not see, in words. */
  readonly blindSpots: readonly string[];
}
