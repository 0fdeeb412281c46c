import type { DependencyIndex } from "../../model/snapshot/snapshot.ts";
import type { Group, Level } from "./edge-rules.ts";

/** When and through what a harm arrives at a consumer. */
export interface Arrival {
  readonly time: number;
  readonly round: number;
  readonly steps: number;
  /** Of the weakest dependency so far. */
  readonly confidence: number;
  readonly dependency: DependencyIndex;
  /** The event of the provider that brings it. */
  readonly cause: number;
}

/** Keeps what has arrived at the members of redundancy groups, and says when too few are left. */
export interface GroupTally {
  /**
   * Notes harm of one member. Calls `feel` for each level at which the consumer now feels it, with the arrival
   * that completed it.
   */
  arrive(
    group: Group,
    level: Level,
    arrival: Arrival,
    feel: (level: Level, completing: Arrival) => void,
  ): void;
}

/**
 * An empty tally.
 *
 * A consumer feels a level when that many members have it or worse: it is the so-many-th arrival that tells when,
 * and through which chain.
 */
export function createGroupTally(): GroupTally {
  const arrived = new Map<DependencyIndex, (Arrival | undefined)[]>();
  return {
    arrive(group, level, arrival, feel) {
      const own = arrived.get(arrival.dependency) ?? [];
      arrived.set(arrival.dependency, own);
      for (let felt = level; felt > 0; felt -= 1) {
        const earlier = own[felt];
        if (earlier && byArrival(earlier, arrival) <= 0) continue;
        own[felt] = arrival;
        const all = group.members.flatMap((member) => arrived.get(member)?.[felt] ?? []);
        const completing = all.toSorted(byArrival)[group.enough - 1];
        if (completing) feel(felt, completing);
      }
    },
  };
}

/** Sooner first; at one time fewer steps, then more confidence, then the smaller index. */
function byArrival(left: Arrival, right: Arrival): number {
  return (
    left.time - right.time ||
    left.round - right.round ||
    left.steps - right.steps ||
    right.confidence - left.confidence ||
    left.dependency - right.dependency
  );
}
