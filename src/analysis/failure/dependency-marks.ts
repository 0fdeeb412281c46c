import { COUPLINGS, type Snapshot } from "../../model/snapshot/snapshot.ts";
import { STATES } from "../../model/snapshot/snapshot-layout.ts";
import type { FailureCourse } from "./failure-course.ts";
import { perSnapshot } from "../per-snapshot.ts";

/** Over these a wait means nothing: the consumer stands on its provider and feels its failure at once. */
const AT_ONCE = COUPLINGS.map((word) => word === "runs-on" || word === "library");
const TIMES = [
  "timeoutMs",
  "toleratedLagMs",
  "pollingIntervalMs",
  "batchIntervalMs",
  "bufferMs",
] as const;

const [DISPUTED, DORMANT, WAITS, UNTIMED, UNWATCHED] = [1, 2, 4, 8, 16] as const;

/** How many of the dependencies by which a failure travelled are doubtful in which way. */
export interface Marked {
  readonly disputed: number;
  readonly dormant: number;
  /** Those over which harm may take time, and those of them that do not say how long. */
  readonly waits: number;
  readonly untimed: number;
  readonly unwatched: number;
}

/** Counts the doubtful dependencies of an answer; one that brought two states counts twice. */
export function countMarks(snapshot: Snapshot, { events }: FailureCourse): Marked {
  const marks = marksOf(snapshot);
  const times = new Int32Array(2 * UNWATCHED);
  for (let event = 0; event < events.count; event += 1) {
    const dependency = events.dependency[event] as number;
    if (dependency < 0) continue;
    const mark = marks[dependency] as number;
    times[mark] = (times[mark] as number) + 1;
  }
  const having = (bit: number) =>
    times.reduce((sum, count, mark) => ((mark & bit) === 0 ? sum : sum + count), 0);
  return {
    disputed: having(DISPUTED),
    dormant: having(DORMANT),
    waits: having(WAITS),
    untimed: having(UNTIMED),
    unwatched: having(UNWATCHED),
  };
}

/** All that is doubtful about each dependency, one bit each. O(E) once. */
const marksOf = perSnapshot(({ coupling, traits, details }: Snapshot): Uint8Array => {
  const disputed = STATES.indexOf("disputed");
  const dormant = STATES.indexOf("dormant");
  const marks = new Uint8Array(coupling.length);
  for (let index = 0; index < marks.length; index += 1) {
    const state = details.state[index];
    const doubt = state === disputed ? DISPUTED : state === dormant ? DORMANT : 0;
    marks[index] = doubt + (AT_ONCE[coupling[index] as number] ? 0 : WAITS + UNTIMED);
  }
  for (const [index, own] of traits) {
    const mark = marks[index] as number;
    const isTimed = TIMES.some((time) => own[time] !== undefined);
    const timed = isTimed ? mark & ~UNTIMED : mark;
    marks[index] = own.monitored === false ? timed | UNWATCHED : timed;
  }
  return marks;
});
