import type { Config } from "../config.ts";
import type { Alerts } from "../ports/alerts.ts";
import type { Chat } from "../ports/chat.ts";
import { nudgeResolved } from "../workflows/learning/nudge-resolved.ts";
import { reconcileIncidents } from "../workflows/stories/reconcile-incidents.ts";
import type { Parts } from "./parts.ts";
import { SETTLE_MS, type Worker } from "./start-worker.ts";

const HOUR_MS = 3_600_000;

/** What one replica does for all, again and again. */
export interface Duties {
  /** Asks PagerDuty for what no webhook told. */
  reconcile(): Promise<unknown>;
  /** Asks people once what they learned. */
  nudge(): Promise<unknown>;
}

/** The duties of a server that talks in this chat. */
export function dutiesOf(
  config: Pick<Config, "DEPMAP_NUDGE_AFTER_HOURS" | "DEPMAP_POSTMORTEM_CHANNEL">,
  { store, journal, clock, log, metrics }: Parts,
  {
    alerts,
    chat,
    worker,
  }: { readonly alerts: Alerts; readonly chat: Chat; readonly worker: Worker },
): Duties {
  return {
    reconcile: () => reconcileIncidents({ alerts, journal, store, clock, log }),
    nudge: () =>
      nudgeResolved({
        store,
        journal,
        chat,
        clock,
        log,
        metrics,
        settleMs: SETTLE_MS,
        isLeading: () => worker.isLeading(),
        settings: {
          nudgeAfterMs: config.DEPMAP_NUDGE_AFTER_HOURS * HOUR_MS,
          postmortemChannel: config.DEPMAP_POSTMORTEM_CHANNEL,
        },
      }),
  };
}
