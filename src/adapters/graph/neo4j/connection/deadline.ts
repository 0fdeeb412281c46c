/** Times below this come from the timers themselves. */
const LATE_MS = 20;

/**
 * What was promised, or a rejection with what `late` gives once it takes longer than `ms`.
 *
 * Time in which this process was too busy to listen does not count: the answer may have been there all along. A
 * promise that rejects after its time is nobody's any more, and is no unhandled rejection.
 */
export function within<Result>(
  promised: PromiseLike<Result>,
  ms: number,
  late: () => Error,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let timer = waitFor(ms);

    function waitFor(leftMs: number): NodeJS.Timeout {
      const due = performance.now() + leftMs;
      return setTimeout(() => {
        const busyMs = performance.now() - due;
        if (busyMs > LATE_MS) timer = waitFor(busyMs);
        else reject(late());
      }, leftMs);
    }

    promised.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (fault: unknown) => {
        clearTimeout(timer);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- passed on as it came
        reject(fault);
      },
    );
  });
}
