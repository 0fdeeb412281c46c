import type { ComponentId } from "../../model/component.ts";
import type { Hits } from "../../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { alphabet, byName, componentIds } from "../component-order.ts";
import { DEGRADED } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";
import { HitList } from "./hit-list.ts";

/**
 * Lists what a failure harms: the worst state of each component, when, why, and what still carries it.
 *
 * Soonest first; equal times by hops, then by id. Origins are not in it. The list stands by itself: it does not
 * change when the course is run again.
 */
export function hits(snapshot: Snapshot, course: FailureCourse): Hits {
  const { events } = course;
  return new HitList({
    ids: componentIds(snapshot),
    inOrder: lastingEvents(snapshot, events),
    component: events.component.slice(0, events.count),
    level: events.level.slice(0, events.count),
    time: events.time.slice(0, events.count),
    hops: events.hops.slice(0, events.count),
    confidence: events.confidence.slice(0, events.count),
    cause: events.cause.slice(0, events.count),
    fallbackOf: fallbacksInUse(snapshot, course),
  });
}

/** The events that gave each component its last state, in the order of the list. */
function lastingEvents(snapshot: Snapshot, events: FailureEvents): Int32Array {
  const { component, level, time, cause, count } = events;
  const lasting = new Int32Array(count);
  let found = 0;
  for (let event = 0; event < count; event += 1) {
    if (cause[event] === -1) continue;
    if (events.worstOf(component[event] as number) !== level[event]) continue;
    lasting[found] = event;
    found += 1;
  }
  // Events stand in the order of time already: what is left to sort is what happened at one time.
  for (let start = 0, end = 0; start < found; start = end) {
    const now = time[lasting[start] as number];
    while (end < found && time[lasting[end] as number] === now) end += 1;
    sortByHopsAndName(snapshot, events, lasting.subarray(start, end));
  }
  return lasting.slice(0, found);
}

/** From such a share of all components on, calling all of them by name is faster than comparing some. */
const LARGE_SHARE = 1 / 16;

function sortByHopsAndName(snapshot: Snapshot, events: FailureEvents, list: Int32Array): void {
  if (list.length > snapshot.components.length * LARGE_SHARE && list.length > 100) {
    list.set(walkedByName(snapshot, events, list));
    return;
  }
  const { component, hops } = events;
  const compared = byName(snapshot, list.length);
  list.sort(
    (a, b) =>
      (hops[a] as number) - (hops[b] as number) ||
      compared(component[a] as number, component[b] as number),
  );
}

/** Calls all components by name and sends those of the list to their hops: no comparison at all. */
function walkedByName(
  snapshot: Snapshot,
  { component, hops }: FailureEvents,
  list: Int32Array,
): Int32Array {
  const eventOf = new Int32Array(snapshot.components.length).fill(-1);
  let mostHops = 0;
  for (const event of list) {
    eventOf[component[event] as number] = event;
    mostHops = Math.max(mostHops, hops[event] as number);
  }
  const place = new Int32Array(mostHops + 2);
  for (const event of list) {
    const after = (hops[event] as number) + 1;
    place[after] = (place[after] as number) + 1;
  }
  for (let far = 1; far < place.length; far += 1) {
    place[far] = (place[far] as number) + (place[far - 1] as number);
  }
  const sorted = new Int32Array(list.length);
  for (const named of alphabet(snapshot).byName) {
    const event = eventOf[named] as number;
    if (event === -1) continue;
    const far = hops[event] as number;
    sorted[place[far] as number] = event;
    place[far] = (place[far] as number) + 1;
  }
  return sorted;
}

/** What keeps up those that are only degraded; of several that hold, that of the first dependency. */
function fallbacksInUse(
  snapshot: Snapshot,
  { events, fallbacksUsed }: FailureCourse,
): ReadonlyMap<ComponentIndex, ComponentId> {
  const inUse = new Map<ComponentIndex, ComponentId>();
  for (const [consumer, dependencies] of fallbacksUsed) {
    if (events.worstOf(consumer) !== DEGRADED) continue;
    const holding = dependencies
      .toSorted((a, b) => a - b)
      .flatMap((dependency) => snapshot.traits.get(dependency)?.fallback ?? [])
      .find((fallback) => {
        const index = snapshot.indexOf.get(fallback);
        return index === undefined || events.worstOf(index) === 0;
      });
    if (holding !== undefined) inUse.set(consumer, holding);
  }
  return inUse;
}
