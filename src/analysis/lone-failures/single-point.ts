import type { ComponentId } from "../../model/component.ts";
import type { SinglePoint } from "../../model/single-points.ts";
import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { DEGRADED, DOWN, type Level } from "../failure/edge-rules.ts";
import { failureCourse, type FailureCourse } from "../failure/failure-course.ts";
import { standIns } from "./stand-ins.ts";

/** More of the first dependencies than these are not asked for their sources. */
const ASKED = 200;

/**
 * Says what one component's failure does when nothing else fails, how sure that is, and what stands in for it.
 *
 * The counts are those of `blastRadius`; it needs no chains, so it costs a fraction.
 *
 * @example
 * ```ts
 * const map = graphOf("web -> checkout", "checkout -> ledger", "report ~> ledger");
 * const { down, degraded } = singlePoint(map, map.indexOf.get(idOf("ledger")));
 * [down, degraded];
 * // => [2, 1]
 * ```
 */
export function singlePoint(snapshot: Snapshot, origin: ComponentIndex): SinglePoint {
  const course = failureCourse(snapshot).run([origin]);
  const { events } = course;
  const ended = [0, 0, 0, 0];
  const sureness: number[] = [];
  for (let event = 0; event < events.count; event += 1) {
    const component = events.component[event] as number;
    const level = events.level[event] as Level;
    // A component may have several events; the last one stands for it.
    if (component === origin || events.worstOf(component) !== level) continue;
    ended[level] = (ended[level] as number) + 1;
    if (level === DOWN) sureness.push(events.confidence[event] as number);
  }
  const levels = (entries: readonly ComponentId[]) =>
    [...new Set(entries)].map((entry) => {
      const place = snapshot.indexOf.get(entry);
      return place === undefined ? 0 : events.worstOf(place);
    });
  const isStopped = (all: readonly Level[]) => all.every((level) => level === DOWN);
  const journeys = snapshot.journeys
    .map(({ name, entries }) => ({ name, levels: levels(entries) }))
    .filter((journey) => journey.levels.some((level) => level > 0));
  return {
    component: (snapshot.components[origin] as { id: ComponentId }).id,
    down: ended[DOWN] as number,
    degraded: ended[DEGRADED] as number,
    stale: ended[1] as number,
    journeysStopped: journeys.filter((own) => isStopped(own.levels)).map(({ name }) => name),
    journeysHarmed: journeys.filter((own) => !isStopped(own.levels)).map(({ name }) => name),
    confidence: median(sureness),
    sources: sourcesOf(snapshot, course),
    ...standIns(snapshot, origin, (component) => events.worstOf(component)),
  };
}

function median(values: readonly number[]): number | undefined {
  const middle = values.toSorted((a, b) => b - a)[Math.ceil(values.length / 2) - 1];
  // The column has seven digits; more would show 0.9 as 0.8999999761581421.
  return middle === undefined ? undefined : Math.round(middle * 1e6) / 1e6;
}

/** The origin is the first event of all: what it causes, it causes directly. */
function sourcesOf(snapshot: Snapshot, { events }: FailureCourse): string[] {
  const said = new Map<string, number>();
  let asked = 0;
  for (let event = 1; event < events.count && asked < ASKED; event += 1) {
    if (events.cause[event] !== 0) continue;
    asked += 1;
    const { provenance } = snapshot.dependency(events.dependency[event] as number);
    for (const { source } of provenance) said.set(source, (said.get(source) ?? 0) + 1);
  }
  return [...said]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([source]) => source);
}
