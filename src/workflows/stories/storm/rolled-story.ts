import { titleOf } from "../../../briefing/what-is-going-on.ts";
import type { RolledStory } from "../../../briefing/roll-up.ts";
import type { Story } from "../../../briefing/story.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import type { Alerts } from "../../../ports/alerts.ts";
import type { GraphStore } from "../../../ports/graph-store.ts";
import type { Journal } from "../../../ports/journal.ts";
import { incidentFromEvents } from "../incident-from-events.ts";
import { rankedFirst } from "../same-story.ts";

export interface RereadTools {
  readonly store: Pick<GraphStore, "incident">;
  readonly journal: Pick<Journal, "eventsOf">;
  readonly alerts: Pick<Alerts, "read">;
}

/** A story as it stands in a roll-up. */
export function rolledStory({ lead, others, origin, blast }: Story): RolledStory {
  const first = rankedFirst(origin);
  return {
    lead,
    others: others.length,
    origin: first,
    hits: first === undefined ? 0 : blast.hits.length,
    isOver: [lead, ...others].every(({ status }) => status === "resolved"),
  };
}

/**
 * The same after a start, from what was kept of it; from its events alone while the store is away.
 *
 * Undefined when nothing is known of it: then it is told again anyway, because nothing was handled.
 */
export async function rereadStory(
  { store, journal, alerts }: RereadTools,
  incidentId: string,
): Promise<RolledStory | undefined> {
  const record = await store.incident(incidentId).catch(() => undefined);
  if (record) return await fromRecord(store, record);
  const lead = incidentFromEvents(await journal.eventsOf(incidentId), alerts, undefined);
  return lead && { lead, others: 0, hits: 0, isOver: lead.status === "resolved" };
}

async function fromRecord(
  store: RereadTools["store"],
  record: IncidentRecord,
): Promise<RolledStory> {
  const { incident: lead, origin, affected, attachedTo, closed } = record;
  const isResolved = lead.status === "resolved";
  const told = attachedTo && (await store.incident(attachedTo).catch(() => undefined))?.incident;
  return {
    lead,
    others: 0,
    origin,
    hits: origin === undefined ? 0 : affected.length,
    isOver: isResolved && closed !== false,
    elsewhere: toldElsewhere(record, told ? titleOf(told) : attachedTo),
  };
}

function toldElsewhere(
  { channel, rollUp, briefingMessage }: IncidentRecord,
  other: string | undefined,
): string | undefined {
  if (other !== undefined) return `with ${other}`;
  const hasOwn = briefingMessage !== undefined && channel !== rollUp?.channel;
  return hasOwn ? "in its own channel" : undefined;
}
