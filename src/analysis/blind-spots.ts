import { isDataLike } from "../model/dependency.ts";
import { COUPLINGS, type Snapshot } from "../model/snapshot.ts";
import { STATES } from "../model/snapshot-layout.ts";
import type { FailureCourse } from "./failure-course.ts";
import { perSnapshot } from "./per-snapshot.ts";

const DAY_MS = 86_400_000;
/** A source that has been silent for longer than this may describe an estate that is gone. */
const OLD_DAYS = 7;
const LIMIT = 6;

/** Over these a wait means nothing: the consumer stands on its provider and feels its failure at once. */
const AT_ONCE = COUPLINGS.map((word) => word === "runs-on" || word === "library");
const TIMES = [
  "timeoutMs",
  "toleratedLagMs",
  "pollingIntervalMs",
  "batchIntervalMs",
  "bufferMs",
] as const;

/**
 * Says in short sentences what this answer could not see, what may change it most first; six at the most.
 *
 * Each sentence counts; none names every component. Dependencies "of this answer" are those by which the harm
 * travelled.
 */
export function blindSpots(snapshot: Snapshot, course: FailureCourse): string[] {
  return [
    ...withoutAsync(snapshot),
    ...oldSources(snapshot),
    ...doubtful(snapshot, course),
    ...unknownFallbacks(snapshot, course),
    ...unknownTimes(snapshot, course),
    ...withoutOwner(snapshot, course),
    ...unwatched(snapshot, course),
  ].slice(0, LIMIT);
}

function withoutAsync(snapshot: Snapshot): string[] {
  if (snapshot.consumer.length === 0) return ["The map has no dependencies at all."];
  if (hasDataLike(snapshot)) return [];
  return ["No source tells of events, batches or shared data: harm by those ways is not seen."];
}

const hasDataLike = perSnapshot(({ coupling }: Snapshot) => {
  const dataLike = COUPLINGS.map((word) => isDataLike(word));
  return coupling.some((code) => dataLike[code] === true);
});

function oldSources({ sources, asOf }: Snapshot): string[] {
  const old = sources
    .filter(({ lastSeen }) => asOf - lastSeen > OLD_DAYS * DAY_MS)
    .toSorted((a, b) => a.lastSeen - b.lastSeen);
  const oldest = old[0];
  if (!oldest) return [];
  const days = Math.floor((asOf - oldest.lastSeen) / DAY_MS);
  const others = old.length > 1 ? ` (and ${count(old.length - 1, "other old source")})` : "";
  return [`Source ${oldest.source} last spoke ${count(days, "day")} ago${others}.`];
}

function doubtful(snapshot: Snapshot, course: FailureCourse): string[] {
  const { state } = snapshot.details;
  return (["disputed", "dormant"] as const).flatMap((word) => {
    const code = STATES.indexOf(word);
    const found = countCauses(course, (dependency) => state[dependency] === code);
    if (found === 0) return [];
    const why =
      word === "dormant"
        ? "not observed lately"
        : `somebody says ${found === 1 ? "it is" : "they are"} gone`;
    return [`This answer rests on ${count(found, `${word} dependency`)}: ${why}.`];
  });
}

function unknownFallbacks(snapshot: Snapshot, course: FailureCourse): string[] {
  const unknown = new Set<string>();
  for (const dependencies of course.fallbacksUsed.values()) {
    for (const dependency of dependencies) {
      const fallback = snapshot.traits.get(dependency)?.fallback;
      if (fallback !== undefined && !snapshot.indexOf.has(fallback)) unknown.add(fallback);
    }
  }
  const [first] = unknown;
  if (first === undefined) return [];
  const others = unknown.size > 1 ? ` and ${count(unknown.size - 1, "other")}` : "";
  return [`Fallback ${first}${others} is not on the map: taken for usable.`];
}

function unknownTimes({ coupling, traits }: Snapshot, course: FailureCourse): string[] {
  let all = 0;
  const unstated = countCauses(course, (dependency) => {
    if (AT_ONCE[coupling[dependency] as number]) return false;
    all += 1;
    const own = traits.get(dependency);
    return !own || TIMES.every((time) => own[time] === undefined);
  });
  if (unstated === 0) return [];
  return [`Times are a lower bound: ${unstated} of ${all} dependencies state no delay.`];
}

function withoutOwner(snapshot: Snapshot, { events }: FailureCourse): string[] {
  const owned = ownedComponents(snapshot);
  const { component, level, cause } = events;
  let orphans = 0;
  for (let event = 0; event < events.count; event += 1) {
    const harmed = component[event] as number;
    if (owned[harmed] === 1 || cause[event] === -1) continue;
    // A component may have several events; the last one stands for it.
    if (events.worstOf(harmed) === level[event]) orphans += 1;
  }
  return orphans === 0 ? [] : [`No owner is known for ${count(orphans, "harmed component")}.`];
}

const ownedComponents = perSnapshot(({ components, ownerships, indexOf }: Snapshot) => {
  const owned = new Uint8Array(components.length);
  for (const { component } of ownerships) {
    const index = indexOf.get(component);
    if (index !== undefined) owned[index] = 1;
  }
  return owned;
});

function unwatched({ traits }: Snapshot, course: FailureCourse): string[] {
  const found = countCauses(course, (dependency) => traits.get(dependency)?.monitored === false);
  return found === 0 ? [] : [`No alert watches ${count(found, "dependency")} of this answer.`];
}

function countCauses(course: FailureCourse, isCounted: (dependency: number) => boolean): number {
  let found = 0;
  for (let event = 0; event < course.events.count; event += 1) {
    const dependency = course.events.dependency[event] as number;
    if (dependency >= 0 && isCounted(dependency)) found += 1;
  }
  return found;
}

function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.endsWith("y") && !noun.endsWith("ay") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
