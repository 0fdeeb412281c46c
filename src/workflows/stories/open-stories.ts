import type { IncidentRecord } from "../../model/incident.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Journal } from "../../ports/journal.ts";
import { briefingKey } from "./briefing-key.ts";
import { mapAlerts } from "./map-alerts.ts";
import type { Understood } from "./understand-incident.ts";

/**
 * Every incident of a story that is not over, as it was last told: what the book needs after a start.
 *
 * Resolved members of a story that is still open belong to it, and a story whose end may not stand in the chat yet is
 * not over; PagerDuty is not asked.
 */
export async function openStories(
  {
    journal,
    snapshots,
  }: { readonly journal: Journal; readonly snapshots: { current(): Snapshot } },
  records: readonly IncidentRecord[],
): Promise<readonly { readonly seen: Understood }[]> {
  const leadOf = ({ attachedTo, incident }: IncidentRecord) => attachedTo ?? incident.id;
  const open = records.filter(({ incident, closed }) => incident.status !== "resolved" || !closed);
  const leads = new Set(open.map(leadOf));
  const snapshot = snapshots.current();
  const theirs = records.filter((record) => leads.has(leadOf(record)));
  return await Promise.all(
    theirs.map(async ({ incident, attachedTo, begun }) => ({
      seen: {
        events: [],
        lead: attachedTo,
        again: false,
        told: {
          incident,
          alerts: mapAlerts(snapshot, incident),
          missing: [],
          briefedAt: (await journal.post(briefingKey(incident.id)))?.at ?? begun?.at,
        },
      },
    })),
  );
}
