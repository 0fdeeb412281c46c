import type { ComponentId } from "../model/component.ts";
import type { Starved } from "../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { componentIds } from "./component-order.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";
import { perSnapshot } from "./per-snapshot.ts";
import { feedersOf, traffic } from "./traffic.ts";

/**
 * Lists the healthy components to which nothing comes any more: all that sent them work are down, or are starved
 * themselves. Soonest first, equal times by id.
 *
 * The entry of a journey gets its work from outside and is never starved, nor is a circle that feeds itself.
 */
export function starvation(snapshot: Snapshot, { events }: FailureCourse): Starved[] {
  const { firstFed, fed, feeders, isEntry } = traffic(snapshot);
  const { silent, touched } = silentFeeders(snapshot);
  const { reached, run } = events;
  const starved: ComponentIndex[] = [];

  const fallSilent = (feeder: ComponentIndex) => {
    const end = firstFed[feeder + 1] as number;
    for (let place = firstFed[feeder] as number; place < end; place += 1) {
      const target = fed[place] as number;
      if ((reached[target] as number) > run || isEntry[target] === 1) continue;
      const count = (silent[target] as number) + 1;
      silent[target] = count;
      if (count === 1) touched.push(target);
      if (count === feeders[target]) starved.push(target);
    }
  };
  forEachDown(snapshot, events, fallSilent);
  for (const component of starved) fallSilent(component);
  for (const target of touched) silent[target] = 0;
  touched.length = 0;
  return describe(snapshot, events, starved);
}

/** How many feeders of each component are silent; all zeros between two questions. */
const silentFeeders = perSnapshot(({ components }: Snapshot) => ({
  silent: new Int32Array(components.length),
  touched: [] as ComponentIndex[],
}));

/** In the order of places when there are many: neighbours in memory are read many times faster than strangers. */
function forEachDown(
  { components }: Snapshot,
  { count, component, level, reached, run }: FailureEvents,
  visit: (component: ComponentIndex) => void,
): void {
  if (count * 8 > components.length) {
    for (let index = 0; index < reached.length; index += 1) {
      if (reached[index] === run + DOWN) visit(index);
    }
    return;
  }
  for (let event = 0; event < count; event += 1) {
    if (level[event] === DOWN) visit(component[event] as number);
  }
}

/** Each starved component stands after those of its feeders that are starved. */
function describe(
  snapshot: Snapshot,
  events: FailureEvents,
  starved: readonly ComponentIndex[],
): Starved[] {
  if (starved.length === 0) return [];
  const ids = componentIds(snapshot);
  const feedersBy = new Map(
    starved.map((component) => [component, feedersOf(snapshot, component)]),
  );
  const quietSince = new Map<ComponentIndex, number>();
  for (const feeders of feedersBy.values()) for (const feeder of feeders) quietSince.set(feeder, 0);
  for (let event = 0; event < events.count; event += 1) {
    const component = events.component[event] as number;
    if (events.level[event] !== DOWN || !quietSince.has(component)) continue;
    quietSince.set(component, events.time[event] as number);
  }
  const found: Starved[] = [];
  for (const [component, feeders] of feedersBy) {
    let etaMs = 0;
    for (const feeder of feeders) etaMs = Math.max(etaMs, quietSince.get(feeder) ?? 0);
    quietSince.set(component, etaMs);
    const quietConsumers = feeders.map((feeder) => ids[feeder] as ComponentId).toSorted();
    found.push({ component: ids[component] as ComponentId, etaMs, quietConsumers });
  }
  return found.toSorted((a, b) => a.etaMs - b.etaMs || (a.component < b.component ? -1 : 1));
}
