import type { IncidentRecord } from "../../model/incident.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Journal } from "../../ports/journal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { briefingKey } from "./briefing-key.ts";
import { mapAlerts } from "./map-alerts.ts";
import { isOpen, type StoryBook } from "./story-book.ts";
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

/** The same records, and those of the incidents with which they are told, however long ago these opened. */
export async function withLeads(
  store: Pick<GraphStore, "incident">,
  records: readonly IncidentRecord[],
): Promise<readonly IncidentRecord[]> {
  const known = new Set(records.map(({ incident }) => incident.id));
  const isOpen = ({ incident, closed }: IncidentRecord) =>
    incident.status !== "resolved" || !closed;
  const wanted = new Set(records.filter(isOpen).flatMap(({ attachedTo }) => attachedTo ?? []));
  const missing = [...wanted].filter((id) => !known.has(id));
  const found = await Promise.all(missing.map((id) => store.incident(id)));
  return [...records, ...found.filter((record) => record !== undefined)];
}

/**
 * Which of them have to be told although no event comes: a story that is over, since its end may not stand in the chat
 * yet, and both sides where an incident belongs to another story than the one that it was told with.
 */
export function notAsTold(
  book: Pick<StoryBook, "leadOf" | "membersOf">,
  stories: readonly { readonly seen: Understood }[],
): readonly string[] {
  return stories.flatMap(({ seen }) => {
    const id = seen.told?.incident.id;
    if (id === undefined) return [];
    const lead = book.leadOf(id);
    if (lead !== (seen.lead ?? id)) return [id, seen.lead ?? id];
    return id === lead && !book.membersOf(id).some(isOpen) ? [id] : [];
  });
}
