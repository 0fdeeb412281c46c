import type { ComponentId } from "../model/component.ts";
import type { Hit } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { chains, LONG_CHAIN } from "./chains.ts";
import { alphabet, componentIds } from "./component-order.ts";
import { DEGRADED, stateOf } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import type { FailureEvents } from "./failure-events.ts";
import { perSnapshot } from "./per-snapshot.ts";

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
  if (list.length < 2) return;
  const { component, hops } = events;
  const ids = componentIds(snapshot);
  if (list.length < 100) {
    const idOf = (event: number) => ids[component[event] as number] as ComponentId;
    list.sort((a, b) => (hops[a] as number) - (hops[b] as number) || (idOf(a) < idOf(b) ? -1 : 1));
    return;
  }
  // Hops and rank in one number, so that the engine's own number sort does it.
  const { rank, byName } = alphabet(snapshot);
  const eventOf = lastEventOf(snapshot);
  let mostHops = 0;
  for (const event of list) mostHops = Math.max(mostHops, hops[event] as number);
  const Keys = (mostHops + 1) * ids.length < 2 ** 32 ? Uint32Array : Float64Array;
  const keys = new Keys(list.length);
  for (let place = 0; place < keys.length; place += 1) {
    const event = list[place] as number;
    const own = component[event] as number;
    eventOf[own] = event;
    keys[place] = (hops[event] as number) * ids.length + (rank[own] as number);
  }
  keys.sort();
  for (let place = 0; place < keys.length; place += 1) {
    list[place] = eventOf[byName[(keys[place] as number) % ids.length] as number] as number;
  }
}

const lastEventOf = perSnapshot(({ components }: Snapshot) => new Int32Array(components.length));

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
