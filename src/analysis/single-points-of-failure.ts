import type { LoneFailures } from "../model/lone-failures.ts";
import type { MapAsked, SinglePoint, SinglePoints } from "../model/single-points.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { alphabet } from "./component-order.ts";
import { loneFailures } from "./lone-failures/lone-failures.ts";
import { singlePoint } from "./lone-failures/single-point.ts";

/**
 * Names the components that take others down when they fail alone, worst first: by the journeys they stop, then by
 * how many components go down, get degraded, or only get old data.
 *
 * What counts are the rules of the blast radius: hard dependencies pass a failure on; fallbacks and redundancy
 * groups stop it while they hold; a soft dependency only degrades, and whoever degrades others or leaves them with old
 * data is no single point of failure. A journey's entry that nobody else needs is none either. What does not count is
 * what nobody said: a component that runs several times, or in several zones, is one component here, and fails as one.
 *
 * @example
 * ```ts
 * const map = graphOf("web -> checkout", "checkout -> ledger", "report ~> ledger");
 * singlePointsOfFailure(map, 5).points.map(({ component, down }) => `${component} ${down}`);
 * // => ["prod/shop/ledger 2", "prod/shop/checkout 1"]
 * ```
 */
export function singlePointsOfFailure(
  snapshot: Snapshot,
  most: number,
  counts: LoneFailures = loneFailures(snapshot, 0, snapshot.components.length),
): SinglePoints {
  return withPoints(
    snapshot,
    counts,
    worstOrigins(snapshot, counts, most).map((origin) => singlePoint(snapshot, origin)),
  );
}

/** The components that take others down, worst first, `most` at the most. */
export function worstOrigins(
  snapshot: Snapshot,
  counts: LoneFailures,
  most: number,
): ComponentIndex[] {
  const { origin, journeysStopped, down, degraded, stale } = counts;
  const { rank } = alphabet(snapshot);
  const place = (row: number) => rank[origin[row] as number] as number;
  const figures = [journeysStopped, down, degraded, stale];
  return rowsThatFell(counts)
    .sort((a, b) => {
      for (const figure of figures) {
        const more = (figure[b] as number) - (figure[a] as number);
        if (more !== 0) return more;
      }
      return place(a) - place(b);
    })
    .slice(0, most)
    .map((row) => origin[row] as number);
}

/** The whole answer, once the points that are told are worked out. */
export function withPoints(
  snapshot: Snapshot,
  counts: LoneFailures,
  points: readonly SinglePoint[],
): SinglePoints {
  return { ...mapAsked(snapshot), count: rowsThatFell(counts).length, points };
}

/** What an answer about single points of failure rests on, and cannot see. */
export function mapAsked(snapshot: Snapshot): MapAsked {
  const { asOf, version, components, sources } = snapshot;
  return {
    asOf,
    version,
    components: components.length,
    sources,
    blindSpots: blindSpots(snapshot),
  };
}

function rowsThatFell({ down }: LoneFailures): number[] {
  return [...down.keys()].filter((row) => (down[row] as number) > 0);
}

function blindSpots({ consumer, journeys, traits }: Snapshot): string[] {
  if (consumer.length === 0) return ["The map has no dependencies at all."];
  let stated = 0;
  for (const { fallback, redundancyGroup } of traits.values()) {
    if (fallback !== undefined || redundancyGroup !== undefined) stated += 1;
  }
  return [
    "Replicas that nobody told of: a component that runs several times counts as one, and fails as one.",
    stated === 0
      ? "No dependency states a fallback or a redundancy group: each hard one counts as the only one."
      : `${stated} of ${consumer.length} dependencies ${stated === 1 ? "states" : "state"} a fallback or a redundancy group; each other hard one counts as the only one.`,
    ...(journeys.length === 0 ? ["No journey is known: what customers lose is not counted."] : []),
  ];
}
