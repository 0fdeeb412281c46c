import type { ComponentId } from "../model/component.ts";
import type { Hit } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { chains, LONG_CHAIN } from "./chains.ts";
import { alphabet, componentIds } from "./component-order.ts";
import { DEGRADED, stateOf } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";

/**
 * Lists what a failure harms: the worst state of each component, when, why, and what still carries it.
 *
 * Soonest first; equal times by hops, then by id. Origins are not in it. The list stands by itself: it does not
 * change when the course is run again.
 */
export function hits(snapshot: Snapshot, course: FailureCourse): Hit[] {
  const { events } = course;
  const { component, level, time, hops, confidence } = events;
  const ids = componentIds(snapshot);
  const lasting = lastingEvents(snapshot, events);
  const chainFor = chains(events, ids);
  // oxlint-disable-next-line unicorn/no-new-array -- the length is known; growing takes twice as long
  const list = new Array<Hit>(lasting.length);
  for (let place = 0; place < lasting.length; place += 1) {
    const event = lasting[place] as number;
    const isLong = (hops[event] as number) > LONG_CHAIN;
    const hit = {
      component: ids[component[event] as number] as ComponentId,
      state: stateOf(level[event] as number),
      hops: hops[event] as number,
      etaMs: time[event] as number,
      chain: isLong ? [] : chainFor.now(event),
      // The column has seven digits; more would show 0.9 as 0.8999999761581421.
      confidence: Math.round((confidence[event] as number) * 1e6) / 1e6,
    };
    const runsOn = level[event] === DEGRADED ? fallbackInUse(snapshot, course, event) : undefined;
    const whole = runsOn === undefined ? hit : { ...hit, runsOn };
    list[place] = isLong ? chainFor.later(whole, event) : whole;
  }
  return list;
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
  return lasting.subarray(0, found);
}

function sortByHopsAndName(snapshot: Snapshot, events: FailureEvents, list: Int32Array): void {
  if (list.length * 4 > snapshot.components.length && list.length > FEW) {
    list.set(walkedByName(snapshot, events, list));
    return;
  }
  const { component, hops } = events;
  if (list.length > FEW) {
    const { rank } = alphabet(snapshot);
    const rankOf = (event: number) => rank[component[event] as number] as number;
    list.sort((a, b) => (hops[a] as number) - (hops[b] as number) || rankOf(a) - rankOf(b));
    return;
  }
  const ids = componentIds(snapshot);
  const idOf = (event: number) => ids[component[event] as number] as ComponentId;
  list.sort((a, b) => (hops[a] as number) - (hops[b] as number) || (idOf(a) < idOf(b) ? -1 : 1));
}

/** So few are compared by name faster than the alphabet of a large map is made. */
const FEW = 100;

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

/** Of several fallbacks that hold, that of the first dependency in the snapshot's order. */
function fallbackInUse(
  snapshot: Snapshot,
  { events, fallbacksUsed }: FailureCourse,
  event: number,
): ComponentId | undefined {
  const used = fallbacksUsed.get(events.component[event] as number) ?? [];
  return used
    .toSorted((a, b) => a - b)
    .flatMap((dependency) => snapshot.traits.get(dependency)?.fallback ?? [])
    .find((fallback) => {
      const index = snapshot.indexOf.get(fallback);
      return index === undefined || events.worstOf(index) === 0;
    });
}
