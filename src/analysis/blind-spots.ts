import { isDataLike } from "../model/dependency.ts";
import { COUPLINGS, type Snapshot } from "../model/snapshot/snapshot.ts";
import type { FailureCourse } from "./failure/failure-course.ts";
import { countMarks, type Marked } from "./failure/dependency-marks.ts";
import { perSnapshot } from "./per-snapshot.ts";

const DAY_MS = 86_400_000;
/** A source that has been silent for longer than this may describe an estate that is gone. */
const OLD_DAYS = 7;
const LIMIT = 6;

/**
 * Says in short sentences what this answer could not see, what may change it most first; six at the most.
 *
 * Each sentence counts; none names every component. Dependencies "of this answer" are those by which the harm
 * travelled.
 */
export function blindSpots(snapshot: Snapshot, course: FailureCourse): string[] {
  const marked = countMarks(snapshot, course);
  return [
    ...withoutAsync(snapshot),
    ...oldSources(snapshot),
    ...doubtful(marked),
    ...unknownFallbacks(snapshot, course),
    ...unknownTimes(marked),
    ...withoutOwner(snapshot, course),
    ...unwatched(marked),
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

function doubtful(marked: Marked): string[] {
  const { disputed, dormant } = marked;
  const isGone = disputed === 1 ? "it is gone" : "they are gone";
  return [
    ...(disputed > 0
      ? [`This answer rests on ${count(disputed, "disputed dependency")}: somebody says ${isGone}.`]
      : []),
    ...(dormant > 0
      ? [`This answer rests on ${count(dormant, "dormant dependency")}: not observed lately.`]
      : []),
  ];
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

function unknownTimes({ waits, untimed }: Marked): string[] {
  if (untimed === 0) return [];
  return [`Times are a lower bound: ${untimed} of ${waits} dependencies state no delay.`];
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

function unwatched({ unwatched: found }: Marked): string[] {
  return found === 0 ? [] : [`No alert watches ${count(found, "dependency")} of this answer.`];
}

function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.endsWith("y") && !noun.endsWith("ay") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
