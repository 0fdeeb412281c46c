import cron, { type ScheduledTask, type TaskOptions } from "node-cron";
import type { Config } from "../config.ts";
import { createRevisits } from "../workflows/stories/revisit-open.ts";
import type { Duties } from "./duties.ts";
import type { Parts } from "./parts.ts";
import type { Worker } from "./start-worker.ts";

/** New alerts on an open incident send no webhook: PagerDuty has to be asked. */
const REVISIT_CRON = "*/5 * * * * *";
/** What waits for a graph store that was away goes in this soon after it is back. */
const SETTLE_CRON = "*/3 * * * * *";
/** Buttons that nobody can press any more. */
const FORGET_CRON = "0 0 4 * * *";
/** When it is looked for incidents whose people have not been asked what they learned. */
const NUDGE_CRON = "30 * * * * *";
/** No chat delivers a request again after that. */
const REQUESTS_KEPT_MS = 7 * 86_400_000;
/** What commands show while the graph store is away. */
const REMEMBER_CRON = "*/15 * * * * *";
/** 360 questions a minute at most, of the 960 that PagerDuty answers. */
const REVISITED_AT_ONCE = 30;

/** Something that is done again and again. */
interface Job {
  readonly name: string;
  /** A cron expression with seconds. */
  readonly at: string;
  readonly run: () => Promise<unknown>;
  readonly options?: TaskOptions;
}

/**
 * Starts what is done again and again. Work that fails is logged, counted, and tried again next time.
 *
 * Of several replicas one asks PagerDuty, the one that tells; each keeps its own map fresh, and pays its own debts.
 */
export function startSchedule(
  config: Pick<Config, "DEPMAP_REFRESH_CRON" | "DEPMAP_RECONCILE_CRON">,
  {
    snapshots,
    store,
    steady,
    share,
    clock,
    requests,
    log,
    metrics,
  }: Pick<
    Parts,
    "snapshots" | "store" | "steady" | "share" | "clock" | "requests" | "log" | "metrics"
  >,
  worker: Worker,
  duties: Duties,
): ScheduledTask[] {
  const revisits = createRevisits(store, worker, REVISITED_AT_ONCE);
  /** Of several replicas the one that tells; alone, this one. */
  const runCoordinator = { shouldRun: () => worker.isLeading() };
  const ofOne = { distributed: true, runCoordinator };
  const jobs: Job[] = [
    { name: "refresh", at: config.DEPMAP_REFRESH_CRON, run: () => snapshots.refresh() },
    {
      name: "reconcile",
      at: config.DEPMAP_RECONCILE_CRON,
      run: () => duties.reconcile().then(() => worker.wake()),
      options: ofOne,
    },
    { name: "revisit", at: REVISIT_CRON, run: () => revisits.turn(), options: ofOne },
    { name: "nudge", at: NUDGE_CRON, run: () => duties.nudge(), options: ofOne },
    {
      name: "forget requests",
      at: FORGET_CRON,
      run: () => requests.forgetRequests(clock.now() - REQUESTS_KEPT_MS),
    },
  ];
  if (steady) {
    jobs.push({ name: "settle", at: SETTLE_CRON, run: () => steady.settle() });
    jobs.push({ name: "remember", at: REMEMBER_CRON, run: () => steady.remember() });
  }
  if (share) {
    jobs.push({
      name: "forget",
      at: FORGET_CRON,
      run: () => share.actions.forget(),
      options: ofOne,
    });
  }
  return jobs.map(({ name, at, run, options }) =>
    cron.schedule(
      at,
      () =>
        run().catch((fault: unknown) => {
          metrics.count("faults", { where: name });
          log.warn({ fault, job: name }, "scheduled work failed; it is tried again next time");
        }),
      { name, noOverlap: true, suppressMissedWarning: true, ...options },
    ),
  );
}
