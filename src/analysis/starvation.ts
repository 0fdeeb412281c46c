import type { ComponentId } from "../model/component.ts";
import type { Starved } from "../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { componentIds } from "./component-order.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";
import { perSnapshot } from "./per-snapshot.ts";
import { carriesTraffic, feedersOf, traffic } from "./traffic.ts";

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
  if (events.count * 2 < reached.length) {
    for (let event = 0; event < events.count; event += 1) {
      if (events.level[event] === DOWN) fallSilent(events.component[event] as number);
    }
  } else {
    // Nearly all are harmed: asking the few others is faster.
    for (let target = 0; target < reached.length; target += 1) {
      if ((reached[target] as number) > run || isEntry[target] === 1) continue;
      const count = downFeeders(snapshot, events, target);
      if (count === 0) continue;
      silent[target] = count;
      touched.push(target);
      if (count === feeders[target]) starved.push(target);
    }
  }
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

/** How many feeders of a component are down. */
function downFeeders(
  { consumer, coupling, firstUse }: Snapshot,
  { reached, run }: FailureEvents,
  fed: ComponentIndex,
): number {
  const end = firstUse[fed + 1] as number;
  let last = fed;
  let count = 0;
  for (let use = firstUse[fed] as number; use < end; use += 1) {
    const feeder = consumer[use] as number;
    // All that binds one consumer stands together.
    if (feeder === last || feeder === fed || !carriesTraffic(coupling[use] as number)) continue;
    last = feeder;
    if (reached[feeder] === run + DOWN) count += 1;
  }
  return count;
}

/** Each starved component stands after those of its feeders that are starved. */
function describe(
  snapshot: Snapshot,
  events: FailureEvents,
  starved: readonly ComponentIndex[],
): Starved[] {
  if (starved.length === 0) return [];
  const ids = componentIds(snapshot);
  const since = quietSince(snapshot);
  for (let event = 0; event < events.count; event += 1) {
    // Whoever is down in the end was down from its last event on.
    since[events.component[event] as number] = events.time[event] as number;
  }
  const found: Starved[] = [];
  for (const component of starved) {
    const feeders = feedersOf(snapshot, component);
    let etaMs = 0;
    for (const feeder of feeders) etaMs = Math.max(etaMs, since[feeder] as number);
    since[component] = etaMs;
    const quietConsumers = feeders.map((feeder) => ids[feeder] as ComponentId).toSorted();
    found.push({ component: ids[component] as ComponentId, etaMs, quietConsumers });
  }
  return found.toSorted((a, b) => a.etaMs - b.etaMs || (a.component < b.component ? -1 : 1));
}

/** When each component fell silent; what is left of an earlier question is written over before it is read. */
const quietSince = perSnapshot(({ components }: Snapshot) => new Float64Array(components.length));
