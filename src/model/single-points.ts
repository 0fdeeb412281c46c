import type { ComponentId } from "./component.ts";
import type { SourceAge } from "./impact.ts";

/** A consumer that has more than one provider for something, and to which ones. */
export interface StandIn {
  readonly consumer: ComponentId;
  /** What it would use instead, or the members of its redundancy group. */
  readonly instead: readonly ComponentId[];
}

/** What one component's failure does when nothing else fails. The component itself is in no count. */
export interface SinglePoint {
  readonly component: ComponentId;
  readonly down: number;
  readonly degraded: number;
  readonly stale: number;
  /** The names of the journeys that lose all their entries. */
  readonly journeysStopped: readonly string[];
  /** The names of the others of which an entry is harmed. */
  readonly journeysHarmed: readonly string[];
  /** Half of what goes down is at least this sure to, by the weakest dependency of its chain; undefined if nothing does. */
  readonly confidence?: number | undefined;
  /** Who says so: the sources of the dependencies by which the harm first spreads, those with the most first. */
  readonly sources: readonly string[];
  /** Consumers of it that stay up because something stands in for it. */
  readonly spared: readonly StandIn[];
  /** Consumers that go down although they have a stand-in: the same failure takes that away, too. */
  readonly deceived: readonly StandIn[];
}

/** The map from which such an answer was worked out, and what it does not tell. */
export interface MapAsked {
  /** When it was read; epoch milliseconds. */
  readonly asOf: number;
  readonly version: number;
  /** How many it has. */
  readonly components: number;
  readonly sources: readonly SourceAge[];
  /** What an answer from it cannot see, in words. */
  readonly blindSpots: readonly string[];
}

/** The single points of failure of a whole map. */
export interface SinglePoints extends MapAsked {
  /** How many components take others down when they fail alone. */
  readonly count: number;
  /** The first of those, worst first. */
  readonly points: readonly SinglePoint[];
}
