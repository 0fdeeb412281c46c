import type { ComponentId } from "../../model/component.ts";
import type { Starved } from "../../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { byName, componentIds } from "../component-order.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";
import { perSnapshot } from "../per-snapshot.ts";
import { starvedSearch } from "./starved-search.ts";
import { carriesTraffic, entryMarks, feedersOf } from "./traffic.ts";

/** From so many events for each component on, asking all healthy ones is faster than asking whom the downed ones fed. */
const LARGE_SHARE = 1 / 10;

/**
 * Lists the healthy components to which nothing comes any more: all that sent them work are down, or are starved
 * themselves. Soonest first, equal times by id.
 *
 * The entry of a journey gets its work from outside and is never starved, nor is a circle that feeds itself.
 */
export function starvation(snapshot: Snapshot, { events }: FailureCourse): Starved[] {
  const { components, firstNeed, needs, provider, coupling } = snapshot;
  const isEntry = entryMarks(snapshot);
  const search = starvedSearch(snapshot);
  const ask = (target: ComponentIndex) => {
    if (events.worstOf(target) === 0 && isEntry[target] === 0) search.ask(target, events);
  };
  const askAllFedBy = (feeder: ComponentIndex) => {
    const end = firstNeed[feeder + 1] as number;
    for (let place = firstNeed[feeder] as number; place < end; place += 1) {
      const need = needs[place] as number;
      if (carriesTraffic(coupling[need] as number)) ask(provider[need] as number);
    }
  };
  if (events.count < components.length * LARGE_SHARE) {
    for (let event = 0; event < events.count; event += 1) {
      if (events.level[event] === DOWN) askAllFedBy(events.component[event] as number);
    }
  } else {
    for (let target = 0; target < components.length; target += 1) ask(target);
  }
  for (const component of search.starved) askAllFedBy(component);
  const starved = describe(snapshot, events, search.starved);
  search.forget();
  return starved;
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
  const found = starved.map((component) => {
    const feeders = feedersOf(snapshot, component);
    let etaMs = 0;
    for (const feeder of feeders) etaMs = Math.max(etaMs, since[feeder] as number);
    since[component] = etaMs;
    return { component, feeders };
  });
  const sooner = (one: ComponentIndex, other: ComponentIndex) =>
    (since[one] as number) - (since[other] as number);
  const named = byName(snapshot, starved.length);
  return found
    .toSorted((a, b) => sooner(a.component, b.component) || named(a.component, b.component))
    .map(({ component, feeders }) => ({
      component: ids[component] as ComponentId,
      etaMs: since[component] as number,
      quietConsumers: feeders
        .toSorted(byName(snapshot, feeders.length))
        .map((feeder) => ids[feeder] as ComponentId),
    }));
}

/** When each component fell silent; what is left of an earlier question is written over before it is read. */
const quietSince = perSnapshot(({ components }: Snapshot) => new Float64Array(components.length));
