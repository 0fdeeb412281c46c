import cron, { type ScheduledTask } from "node-cron";
import type { Config } from "../config.ts";
import { createRevisits } from "../workflows/revisit-open.ts";
import type { Parts } from "./parts.ts";
import type { Worker } from "./start-worker.ts";

/** New alerts on an open incident send no webhook: PagerDuty has to be asked. */
const REVISIT_CRON = "*/5 * * * * *";
/** What waits for a graph store that was away goes in this soon after it is back. */
const SETTLE_CRON = "*/3 * * * * *";
/** What commands show while the graph store is away. */
const REMEMBER_CRON = "*/15 * * * * *";
/** 360 questions a minute at most, of the 960 that PagerDuty answers. */
const REVISITED_AT_ONCE = 30;

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
    log,
    metrics,
  }: Pick<Parts, "snapshots" | "store" | "steady" | "log" | "metrics">,
  worker: Worker,
  reconcile: () => Promise<unknown>,
): ScheduledTask[] {
  const revisits = createRevisits(store, worker, REVISITED_AT_ONCE);
  const whenLeading = (job: () => Promise<unknown>) => async () => {
    if (worker.isLeading()) await job();
  };
  const jobs: [name: string, expression: string, job: () => Promise<unknown>][] = [
    ["refresh", config.DEPMAP_REFRESH_CRON, () => snapshots.refresh()],
    [
      "reconcile",
      config.DEPMAP_RECONCILE_CRON,
      whenLeading(() => reconcile().then(() => worker.wake())),
    ],
    ["revisit", REVISIT_CRON, whenLeading(() => revisits.turn())],
    ...(steady
      ? ([
          ["settle", SETTLE_CRON, () => steady.settle()],
          ["remember", REMEMBER_CRON, () => steady.remember()],
        ] as [string, string, () => Promise<unknown>][])
      : []),
  ];
  return jobs.map(([name, expression, job]) =>
    cron.schedule(
      expression,
      () =>
        job().catch((fault: unknown) => {
          metrics.count("faults", { where: name });
          log.warn({ fault, job: name }, "scheduled work failed; it is tried again next time");
        }),
      { name, noOverlap: true, suppressMissedWarning: true },
    ),
  );
}
