import type { RehearsalPagerDuty } from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import type { ChatServer } from "./chat-server.ts";

/** What a storm of kills did wrong; all empty when nothing. */
export interface Verdict {
  /** Acknowledged webhooks that are not in the journal. */
  readonly lost: readonly string[];
  /** Keys of which the chat has more than one message. */
  readonly saidTwice: readonly string[];
  /** Incidents that no briefing tells, or whose briefing tells an old state. */
  readonly untold: readonly string[];
}

/** Compares what PagerDuty knows with the files of the killed processes, the store, and what the chat shows. */
export async function judgeStorm({
  journals,
  store,
  chat,
  pagerDuty,
}: {
  /** The journals' paths: one for each process that received webhooks. */
  readonly journals: readonly string[];
  readonly store: GraphStore;
  readonly chat: ChatServer;
  readonly pagerDuty: RehearsalPagerDuty;
}): Promise<Verdict> {
  const clock = { now: () => Date.now() };
  const opened = journals.map((path) => createSqliteJournal({ path, clock }));

  const lost: string[] = [];
  const byIncident = Map.groupBy(pagerDuty.deliveries(), ({ incidentId }) => incidentId);
  for (const [incidentId, deliveries] of byIncident) {
    const events = await Promise.all(opened.map((journal) => journal.eventsOf(incidentId)));
    const kept = new Set(events.flat().map(({ id }) => id));
    for (const { eventId, state } of deliveries) {
      if (state === "delivered" && !kept.has(eventId)) lost.push(eventId);
    }
  }

  const byKey = Map.groupBy(chat.messages, ({ key }) => key);
  const saidTwice = [...byKey].filter(([, said]) => said.length > 1).map(([key]) => key);

  const untold: string[] = [];
  for (const { id, status } of pagerDuty.incidents()) {
    const record = await store.incident(id);
    const lead = record?.attachedTo ?? id;
    const [briefing] = byKey.get(`briefing ${lead}`) ?? [];
    const storyIsOpen = (await store.incident(lead))?.incident.status !== "resolved";
    if (record?.incident.status !== status)
      untold.push(`${id}: kept as ${record?.incident.status}`);
    else if (!briefing) untold.push(`${id}: no briefing of ${lead}`);
    else if (status !== "resolved" && briefing.reply.tone === "ok") {
      untold.push(`${id}: open, but its briefing says that all is over`);
    } else if (
      lead === id &&
      !storyIsOpen &&
      !(await hasOpenMember(id)) &&
      briefing.reply.tone !== "ok"
    ) {
      untold.push(`${id}: over, but its briefing does not say so`);
    }
  }
  for (const journal of opened) await journal.close();
  return { lost, saidTwice, untold };

  async function hasOpenMember(lead: string): Promise<boolean> {
    for (const { id, status } of pagerDuty.incidents()) {
      if (status !== "resolved" && (await store.incident(id))?.attachedTo === lead) return true;
    }
    return false;
  }
}
