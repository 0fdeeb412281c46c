import type { RehearsalPagerDuty } from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Reply, Text } from "../../src/model/reply.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import type { ChatServer } from "./chat-server.ts";
import { judgeLinks } from "./judge-links.ts";

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
  const rollUps = chat.messages.filter(({ key }) => key.startsWith("roll-up "));
  for (const { id, number } of pagerDuty.incidents()) {
    const [own] = byKey.get(`briefing ${id}`) ?? [];
    const lines = rollUps.flatMap(({ channel, reply }) =>
      linesAbout(reply, number).map((line) => ({ channel, line })),
    );
    if (lines.length > 1) saidTwice.push(`${id}: ${lines.length} times in roll-ups`);
    const [rolled] = lines;
    if (own && rolled?.channel === own.channel) saidTwice.push(`${id}: briefed and rolled up`);
  }

  const untold: string[] = [];
  for (const { id, status } of pagerDuty.incidents()) {
    const record = await store.incident(id);
    const lead = record?.attachedTo ?? id;
    const [briefing] = byKey.get(`briefing ${lead}`) ?? [];
    const rolledIn = briefing ? undefined : record && (await store.incident(lead))?.rollUp?.key;
    const [rolled] = rollUps.filter(({ key }) => key === rolledIn);
    const storyIsOpen = (await store.incident(lead))?.incident.status !== "resolved";
    if (record?.incident.status !== status)
      untold.push(`${id}: kept as ${record?.incident.status}`);
    else if (rolled) {
      const shown = linesAbout(rolled.reply, numberOf(lead))[0];
      const isOpen = storyIsOpen || (await hasOpenMember(lead));
      if (shown === undefined) untold.push(`${id}: its roll-up does not have it`);
      else if (isOpen === /\bover\b/.test(shown)) untold.push(`${id}: rolled up as "${shown}"`);
    } else if (!briefing) untold.push(`${id}: no briefing of ${lead}`);
    else if (status !== "resolved" && briefing.reply.tone === "ok") {
      untold.push(`${id}: open, but its briefing says that all is over`);
    } else if (
      lead === id &&
      !storyIsOpen &&
      !(await hasOpenMember(id)) &&
      briefing.reply.tone !== "ok"
    ) {
      untold.push(`${id}: over, but its briefing says "${briefing.reply.headline}"`);
    }
  }
  for (const journal of opened) await journal.close();
  untold.push(...(await judgeLinks({ store, chat, pagerDuty })));
  return { lost, saidTwice, untold };

  function numberOf(id: string): number | undefined {
    return pagerDuty.incidents().find((one) => one.id === id)?.number;
  }

  async function hasOpenMember(lead: string): Promise<boolean> {
    for (const { id, status } of pagerDuty.incidents()) {
      if (status !== "resolved" && (await store.incident(id))?.attachedTo === lead) return true;
    }
    return false;
  }
}

function plain(text: Text): string {
  return typeof text === "string" ? text : text.map((run) => run.text).join("");
}

/** What a roll-up says of an incident: its line in a list, or its name among the rest. */
function linesAbout({ blocks }: Reply, number: number | undefined): string[] {
  const lines = blocks.flatMap((block): string[] => {
    if (block.type === "list") return block.items.map(({ text }) => plain(text));
    return block.type === "section" && typeof block.text === "string" ? block.text.split("; ") : [];
  });
  return lines.filter((line) => line.startsWith(`#${number} `));
}
