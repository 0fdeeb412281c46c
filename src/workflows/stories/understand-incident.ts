import { messageOf } from "../../model/errors.ts";
import type { Alert, Incident, IncidentRecord } from "../../model/incident.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Alerts } from "../../ports/alerts.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Journal, ReceivedEvent } from "../../ports/journal.ts";
import { briefingKey } from "./briefing-key.ts";
import { heardIn, incidentFromEvents } from "./incident-from-events.ts";
import { mapAlerts } from "./map-alerts.ts";
import type { Case } from "./story-book.ts";
import { withPatience, type Patient } from "../with-patience.ts";

export interface UnderstandTools {
  readonly journal: Journal;
  readonly store: GraphStore;
  readonly alerts: Alerts;
  readonly snapshots: { current(): Snapshot };
  /** How long a briefing waits for PagerDuty before it goes on without. */
  readonly patienceMs: number;
}

/** What came of looking at one subject of the journal. */
export interface Understood {
  /** The events that this rests on; to be marked as handled once it is told. */
  readonly events: readonly ReceivedEvent[];
  /** Unset when there is nothing to tell: no incident, or one that was told to its end before. */
  readonly told?: Case | undefined;
  /** The incident whose briefing tells this one, as the record has it. */
  readonly lead?: string | undefined;
  /** PagerDuty did not answer: ask again. */
  readonly again: boolean;
}

/**
 * Builds an incident from all that is known of it: its events, the store's record, and PagerDuty's alerts.
 *
 * PagerDuty or the graph store being away is no fault here: what is missing is named, and the rest is told. An
 * incident that was told to its end is left alone, unless `evenIfTold`: a story that is still open needs its members.
 */
export async function understandIncident(
  tools: UnderstandTools,
  subject: string,
  evenIfTold: boolean,
): Promise<Understood> {
  const { journal, store, alerts, snapshots } = tools;
  const events = await journal.eventsOf(subject);
  const record = await withPatience(store.incident(subject), tools.patienceMs);
  const known = record.came === "answer" ? record.value : undefined;
  const heard = incidentFromEvents(events, alerts, known?.incident);
  if (!evenIfTold && wasToldToItsEnd(known, heard)) return { events, again: false };

  const asked = heard ? undefined : await askFor(tools, subject, events);
  const there = asked?.came === "answer" ? asked.value : undefined;
  const built = heard ?? (there && incidentFromEvents(events, alerts, there));
  if (!built) return { events, again: asked !== undefined && asked.came !== "answer" };

  const answer = await withPatience(alerts.alertsOf(subject), tools.patienceMs);
  const incident = answer.came === "answer" ? withAlerts(built, answer.value) : built;
  const begun = await journal.post(briefingKey(subject));
  const unhandled = events.map(({ receivedAt }) => receivedAt);
  return {
    events,
    lead: known?.attachedTo,
    again: answer.came !== "answer",
    told: {
      incident,
      alerts: mapAlerts(snapshots.current(), incident),
      missing: [...notAsked("PagerDuty", answer), ...notAsked("the graph store", record)],
      briefedAt: begun?.at ?? known?.begun?.at,
      receivedAt: unhandled.length > 0 ? Math.min(...unhandled) : undefined,
    },
  };
}

/** Nothing is new about an incident whose story was told to its end, and which is still resolved. */
function wasToldToItsEnd(record: IncidentRecord | undefined, incident?: Incident): boolean {
  const told = record?.incident;
  return told?.status === "resolved" && record?.closed === true && incident?.status === "resolved";
}

/** Events that show no incident (a note, a priority): PagerDuty knows what they are about. */
async function askFor(
  { alerts, patienceMs }: UnderstandTools,
  subject: string,
  events: readonly ReceivedEvent[],
): Promise<Patient<Incident | undefined> | undefined> {
  const about = events
    .map((event) => heardIn(event, alerts))
    .filter((heard) => heard.subject === subject);
  if (!about.some(({ event, channelLinks }) => channelLinks || event.startsWith("incident."))) {
    return undefined;
  }
  return await withPatience(alerts.incident(subject), patienceMs);
}

function withAlerts(incident: Incident, alerts: readonly Alert[]): Incident {
  return { ...incident, alerts: alerts.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)) };
}

function notAsked(whom: string, answer: Patient<unknown>): string[] {
  if (answer.came === "answer") return [];
  const why = answer.came === "late" ? "no answer in time" : messageOf(answer.why);
  return [`${whom} could not be asked (${why}); this will be corrected`];
}
