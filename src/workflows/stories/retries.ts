import { DepmapError, messageOf } from "../../model/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";

/** How failures are tried again; the defaults are for production. */
export interface RetrySettings {
  /** The first wait after a failure; it doubles, at most to a quarter of a minute while somebody else is away. */
  readonly retryMs?: number;
  /** The longest wait of an incident that fails by itself. */
  readonly slowestRetryMs?: number;
  /** Failures of an incident's own after which it is set aside, and tried at the slowest pace only. */
  readonly setAsideAfter?: number;
}

/** Keeps apart what has failed, so that one incident's failure holds up no other. */
export interface Retries {
  /** Nothing is done for the subject until its time has come. */
  failed(subject: string, fault: unknown): void;
  /** It was told, but PagerDuty has to be asked again. New events of the subject do not wait for that. */
  askLater(subject: string): void;
  worked(subject: string): void;
  isHeld(subject: string): boolean;
  /** How many subjects are held. */
  held(): number;
  stop(): void;
}

const LONGEST_PASSING_MS = 15_000;
/** Somebody else's faults: they pass, and the incident is not to blame. */
const PASSING = new Set([
  "chat-away",
  "graph-store-away",
  "journal-away",
  "lease-lost",
  "pagerduty-away",
]);

/** Retries with waits that double; `onDue` is called when a subject's time has come. */
export function createRetries(
  { retryMs = 1000, slowestRetryMs = 600_000, setAsideAfter = 5 }: RetrySettings,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
  onDue: (subject: string) => void,
): Retries {
  const attempts = new Map<string, number>();
  const holding = new Map<string, NodeJS.Timeout>();
  const asking = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  function again(subject: string): number {
    const count = (attempts.get(subject) ?? 0) + 1;
    attempts.set(subject, count);
    return count;
  }

  function waitIn(
    timers: Map<string, NodeJS.Timeout>,
    subject: string,
    count: number,
    longestMs: number,
  ): void {
    clearTimeout(timers.get(subject));
    if (isStopped) return;
    const delayMs = Math.min(longestMs, retryMs * 2 ** Math.min(count - 1, 20));
    const timer = setTimeout(() => {
      timers.delete(subject);
      onDue(subject);
    }, delayMs);
    timers.set(subject, timer.unref());
  }

  return {
    failed(subject, fault) {
      const count = again(subject);
      const code = fault instanceof DepmapError ? fault.code : "unknown";
      const passes = PASSING.has(code);
      waitIn(holding, subject, count, passes ? LONGEST_PASSING_MS : slowestRetryMs);
      const data = { subject, attempt: count, code, why: messageOf(fault) };
      metrics.count("faults", { where: "incident", code });
      if (passes || count < setAsideAfter) {
        log.warn(data, "an incident could not be told; it will be tried again");
      } else if (count === setAsideAfter) {
        metrics.count("faults", { where: "incident set aside", code });
        log.error({ ...data, fault }, "an incident is set aside; it is tried again now and then");
      }
    },
    askLater(subject) {
      waitIn(asking, subject, again(subject), LONGEST_PASSING_MS);
    },
    worked: (subject) => void attempts.delete(subject),
    isHeld: (subject) => holding.has(subject),
    held: () => holding.size,
    stop() {
      isStopped = true;
      for (const timer of [...holding.values(), ...asking.values()]) clearTimeout(timer);
      holding.clear();
      asking.clear();
    },
  };
}
