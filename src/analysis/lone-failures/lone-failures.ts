import { createLoneFailures, type LoneFailures } from "../../model/lone-failures.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { BitTally } from "./bit-tally.ts";
import { DEGRADED, DOWN, type Level } from "../failure/edge-rules.ts";
import { failureCourse } from "../failure/failure-course.ts";
import { failureLanes } from "./failure-lanes.ts";
import { AT_ONCE, failuresAtOnce } from "./failures-at-once.ts";
import { perSnapshot } from "../per-snapshot.ts";

const STALE: Level = 1;

/**
 * Counts what fails when one component fails and nothing else does, for a range of components.
 *
 * The counts are those of `blastRadius`. The range is of places in the order in which harm runs, from `first` to
 * before `end`: neighbours in it harm much the same components, and are played together. All of them take the same
 * time alone as cut into ranges.
 *
 * @example
 * ```ts
 * const map = graphOf("web ~> checkout", "checkout -> ledger");
 * const { origin, down, degraded } = loneFailures(map, 0, 3);
 * const row = origin.indexOf(map.indexOf.get(idOf("ledger")));
 * [down[row], degraded[row]];
 * // => [1, 1]
 * ```
 */
export function loneFailures(snapshot: Snapshot, first: number, end: number): LoneFailures {
  const { componentAt } = failureLanes(snapshot);
  const table = createLoneFailures(Math.max(0, Math.min(end, componentAt.length) - first));
  table.origin.set(componentAt.subarray(first, end));
  for (let row = 0; row < table.origin.length; row += AT_ONCE) {
    const unsure = countAtOnce(snapshot, table, row, first + row);
    for (let bit = 0; bit < AT_ONCE; bit += 1) {
      if (((unsure >>> bit) & 1) === 1) countAlone(snapshot, table, row + bit);
    }
  }
  return table;
}

/** Fills up to 32 rows; answers with the bits of those that have to be counted one by one. */
function countAtOnce(snapshot: Snapshot, table: LoneFailures, row: number, rank: number): number {
  const many = failuresAtOnce(snapshot);
  const count = Math.min(AT_ONCE, table.origin.length - row);
  const { ended: columns, reached, lowest, unsure } = many.run(rank, rank + count);
  const tallies = [STALE, DEGRADED, DOWN].map((level) => {
    const ended = columns[level] as Int32Array;
    const tally = new BitTally();
    for (let place = lowest; place < ended.length; place += 1) {
      tally.add(ended[place] as number);
    }
    return tally;
  });
  const [stopped, hit] = [new BitTally(), new BitTally()];
  const down = columns[DOWN] as Int32Array;
  for (const { places, isWhole } of entriesByJourney(snapshot)) {
    const ranks = places.map((entry) => many.lanes.rankOf[entry] as number);
    hit.add(ranks.reduce((bits, entry) => bits | (reached[entry] as number), 0));
    stopped.add(ranks.reduce((bits, entry) => bits & (down[entry] as number), isWhole ? -1 : 0));
  }
  for (let bit = 0; bit < count; bit += 1) {
    const [stale, degraded, fallen] = tallies.map((tally) => tally.countOf(bit));
    table.stale[row + bit] = stale as number;
    table.degraded[row + bit] = degraded as number;
    table.down[row + bit] = (fallen as number) - 1;
    table.journeysStopped[row + bit] = stopped.countOf(bit);
    table.journeysHit[row + bit] = hit.countOf(bit);
  }
  return unsure;
}

/** Fills one row, minding times, fallbacks and redundancy groups. */
function countAlone(snapshot: Snapshot, table: LoneFailures, row: number): void {
  const { events } = failureCourse(snapshot).run([table.origin[row] as number]);
  const ended = [0, 0, 0, 0];
  for (let event = 0; event < events.count; event += 1) {
    const level = events.level[event] as Level;
    // A component may have several events; the last one stands for it.
    if (events.worstOf(events.component[event] as number) !== level) continue;
    ended[level] = (ended[level] as number) + 1;
  }
  table.stale[row] = ended[STALE] as number;
  table.degraded[row] = ended[DEGRADED] as number;
  table.down[row] = (ended[DOWN] as number) - 1;
  const journeys = entriesByJourney(snapshot);
  table.journeysHit[row] = journeys.filter(({ places }) =>
    places.some((entry) => events.worstOf(entry) > 0),
  ).length;
  table.journeysStopped[row] = journeys.filter(
    ({ places, isWhole }) => isWhole && places.every((entry) => events.worstOf(entry) === DOWN),
  ).length;
}

/** The entries of each journey. One with an entry that the map does not know can be hit, but never stopped. */
const entriesByJourney = perSnapshot(({ journeys, indexOf }: Snapshot) =>
  journeys.map(({ entries }) => {
    const known = [...new Set(entries)].map((entry) => indexOf.get(entry));
    const places = known.filter((place) => place !== undefined);
    return { places, isWhole: places.length === known.length };
  }),
);
