import type { Incident } from "../../model/incident.ts";
import type { Alerts } from "../../ports/alerts.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import { incidentFromEvents, type Reconciled } from "./incident-from-events.ts";

export interface ReconcileTools {
  readonly alerts: Alerts;
  readonly journal: Journal;
  readonly store: GraphStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** The incidents of which PagerDuty knew more than we had heard. */
export interface Reconciliation {
  /** Open there, unknown or over here. */
  readonly opened: readonly string[];
  /** Open here, but not there: resolved, or acknowledged unheard. */
  readonly changed: readonly string[];
}

const MOST_OPEN = 500;

/**
 * Asks PagerDuty which incidents are open, and puts into the journal what no webhook has told: they do get lost.
 *
 * Each difference becomes one event of our own, newer than all that we know of the incident, so that the worker takes
 * it up like any other; the same difference again is the same event. Rejects with `pagerduty-away`.
 */
export async function reconcileIncidents(tools: ReconcileTools): Promise<Reconciliation> {
  const { alerts, store, log } = tools;
  const open = await alerts.openIncidents();
  const opened: string[] = [];
  const changed: string[] = [];
  for (const incident of open) {
    const known = await knownOf(tools, incident.id);
    if (known?.status === incident.status) continue;
    if (await tell(tools, incident, known)) {
      (known === undefined || known.status === "resolved" ? opened : changed).push(incident.id);
    }
  }

  const there = new Set(open.map(({ id }) => id));
  const records = await store.incidents({ open: true, limit: MOST_OPEN });
  for (const { incident: kept } of records.filter(({ incident: { id } }) => !there.has(id))) {
    const known = (await knownOf(tools, kept.id)) ?? kept;
    if (known.status === "resolved") continue;
    const incident = await alerts.incident(kept.id);
    if (!incident || incident.status === known.status) continue;
    if (await tell(tools, incident, known)) changed.push(incident.id);
  }
  if (opened.length + changed.length > 0) {
    log.info({ opened, changed }, "PagerDuty knew what no webhook had told");
  }
  return { opened, changed };
}

/** What the journal and the store know of an incident, told or not yet. */
async function knownOf({ journal, store, alerts }: ReconcileTools, id: string) {
  const events = await journal.eventsOf(id);
  return incidentFromEvents(events, alerts, (await store.incident(id))?.incident);
}

async function tell(
  { journal, clock }: ReconcileTools,
  incident: Incident,
  known: Incident | undefined,
): Promise<boolean> {
  // PagerDuty counts in whole seconds here: what it says now must not lose against the last webhook's milliseconds.
  const at = Math.max(incident.updatedAt, (known?.updatedAt ?? 0) + 1);
  const said: Reconciled = { reconciled: { ...incident, updatedAt: at }, at };
  const outcome = await journal.receive({
    id: `reconciled ${incident.id} ${incident.status} ${at}`,
    sender: "pagerduty",
    subject: incident.id,
    receivedAt: clock.now(),
    body: JSON.stringify(said),
  });
  return outcome === "new";
}
