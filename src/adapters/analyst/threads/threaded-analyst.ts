import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { createLoneFailures, putRows, type LoneFailures } from "../../../model/lone-failures.ts";
import type { Analyst } from "../../../ports/analyst.ts";
import { shareSnapshot } from "./shared-snapshot.ts";
import type { Assignment, Range } from "./worker.ts";

/** So many components are one piece of work: some ten milliseconds of a big map, so that no thread waits long. */
const PIECE = 512;
const WORKER = new URL("worker.ts", import.meta.url);

/**
 * An analyst with a thread for every core.
 *
 * Threads start with the question and end with the answer: between questions they cost nothing. Code cannot be sent
 * to a thread, so `question` names the module whose `loneFailures(snapshot, first, end)` answers.
 */
export function createThreadedAnalyst({
  question,
  threads = availableParallelism(),
}: {
  readonly question: URL;
  readonly threads?: number;
}): Analyst {
  return {
    async loneFailures(snapshot, { onProgress, signal } = {}) {
      const count = snapshot.components.length;
      const table = createLoneFailures(count);
      const assignment = { question: question.href, shared: shareSnapshot(snapshot) };
      const pieces = piecesOf(count);
      let done = 0;
      const workers = Array.from(
        { length: Math.min(threads, Math.ceil(count / PIECE)) },
        () => new Worker(WORKER, { workerData: assignment satisfies Assignment }),
      );
      const take = (rows: LoneFailures) => {
        putRows(table, rows);
        done += rows.origin.length;
        onProgress?.(done, count);
      };
      const where = () => `counting what ${count} components take down, ${done} done`;
      try {
        const working = workers.map((worker) => work(worker, pieces, take));
        await Promise.race([Promise.all(working), aborted(signal)]);
        return table;
      } catch (cause) {
        const words = signal?.aborted
          ? `stopped ${where()}: it was cancelled; ask again`
          : `a thread failed ${where()}: ${messageOf(cause)}; ask again, and give the process more memory if it is short`;
        throw new DepmapError("cannot-answer", words, { cause });
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
    },
  };
}

function* piecesOf(count: number): Generator<Range, undefined> {
  for (let first = 0; first < count; first += PIECE) {
    yield { first, end: Math.min(count, first + PIECE) };
  }
}

/** Gives a thread one piece after the other, until none is left. */
function work(
  worker: Worker,
  pieces: Iterator<Range, undefined>,
  take: (rows: LoneFailures) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const piece = pieces.next().value;
      if (piece) worker.postMessage(piece);
      else resolve();
    };
    worker.on("message", (rows: LoneFailures) => {
      try {
        take(rows);
        next();
      } catch (fault) {
        reject(fault);
      }
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`it ended with code ${code}`)));
    next();
  });
}

/** Never resolves. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
