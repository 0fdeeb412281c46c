import cron, { type ScheduledTask } from "node-cron";
import type { Config } from "../config.ts";
import type { IncidentWorker } from "../workflows/incident-worker.ts";
import { createRevisits } from "../workflows/revisit-open.ts";
import type { Parts } from "./parts.ts";

/** New alerts on an open incident send no webhook: PagerDuty has to be asked. */
const REVISIT_CRON = "*/5 * * * * *";
/** 360 questions a minute at most, of the 960 that PagerDuty answers. */
const REVISITED_AT_ONCE = 30;

/** Starts what is done again and again. Work that fails is logged, counted, and tried again next time. */
export function startSchedule(
  config: Pick<Config, "DEPMAP_REFRESH_CRON" | "DEPMAP_RECONCILE_CRON">,
  { snapshots, store, log, metrics }: Pick<Parts, "snapshots" | "store" | "log" | "metrics">,
  worker: IncidentWorker,
  reconcile: () => Promise<unknown>,
): ScheduledTask[] {
  const revisits = createRevisits(store, worker, REVISITED_AT_ONCE);
  const jobs: [name: string, expression: string, job: () => Promise<unknown>][] = [
    ["refresh", config.DEPMAP_REFRESH_CRON, () => snapshots.refresh()],
    ["reconcile", config.DEPMAP_RECONCILE_CRON, () => reconcile().then(() => worker.wake())],
    ["revisit", REVISIT_CRON, () => revisits.turn()],
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
