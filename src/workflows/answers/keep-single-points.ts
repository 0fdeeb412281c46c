import { setImmediate } from "node:timers/promises";
import { singlePoint } from "../../analysis/lone-failures/single-point.ts";
import {
  withPoints,
  singlePointsOfFailure,
  worstOrigins,
} from "../../analysis/single-points-of-failure.ts";
import { messageOf } from "../../model/errors.ts";
import { BUDGET } from "../../model/reply.ts";
import type { SinglePoint, SinglePoints } from "../../model/single-points.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Analyst, SinglePointBook } from "../../ports/analyst.ts";
import type { Log } from "../../ports/log.ts";
import { withPatience } from "../with-patience.ts";

/** Up to here, counting takes less than starting a thread. */
const SMALL = 1000;
/** No reply lists more. */
export const MOST_POINTS = BUDGET.listItems;

/** A count that is under way. */
interface Count {
  done: number;
  readonly of: number;
  readonly finished: Promise<SinglePoints>;
}

/**
 * A book of single points of failure: one count at a time, and one answer kept, by the map's version.
 *
 * Nothing is counted before somebody asks. `close` ends a count that is under way.
 */
export function createSinglePointBook({
  analyst,
  log,
  patienceMs = 800,
}: {
  readonly analyst: Analyst;
  readonly log: Log;
  readonly patienceMs?: number;
}): SinglePointBook & { close(): void } {
  const closing = new AbortController();
  let last: SinglePoints | undefined;
  let count: Count | undefined;

  function start(snapshot: Snapshot): Count {
    const begun: Count = {
      done: 0,
      of: snapshot.components.length,
      finished: analyst
        .loneFailures(snapshot, {
          signal: closing.signal,
          onProgress: (done) => (begun.done = done),
        })
        .then(async (table) => {
          const points: SinglePoint[] = [];
          for (const origin of worstOrigins(snapshot, table, MOST_POINTS)) {
            points.push(singlePoint(snapshot, origin));
            // A wide failure takes tens of milliseconds, in which nobody else is served.
            await setImmediate();
          }
          return (last = withPoints(snapshot, table, points));
        })
        .finally(() => (count = undefined)),
    };
    begun.finished.catch((fault: unknown) =>
      log.warn({ fault: messageOf(fault) }, "the single points of failure were not counted"),
    );
    return begun;
  }

  return {
    async look(snapshot) {
      const { version, asOf, sources } = snapshot;
      if (last?.version !== version && snapshot.components.length <= SMALL) {
        last = singlePointsOfFailure(snapshot, MOST_POINTS);
      }
      // Equal versions have equal contents: only the date is newer.
      if (last?.version === version) return { answer: { ...last, asOf, sources } };
      const { finished } = (count ??= start(snapshot));
      const came = await withPatience(finished, patienceMs);
      if (came.came === "failed") throw came.why;
      if (came.came === "answer" && came.value.version === version) {
        return { answer: { ...came.value, asOf, sources } };
      }
      const { done, of } = (count ??= start(snapshot));
      return { answer: last, counting: { done, of } };
    },
    close: () => closing.abort(),
  };
}
