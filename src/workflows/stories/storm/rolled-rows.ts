import type { IncidentRecord } from "../../../model/incident.ts";
import type { Chat } from "../../../ports/chat.ts";
import type { Journal } from "../../../ports/journal.ts";
import { ROLLED } from "./channel-load.ts";

/** The roll-up that tells a story, and since when. */
export interface RolledIn {
  readonly key: string;
  readonly channel: string;
  /** When the story joined; epoch milliseconds. */
  readonly at: number;
}

export interface RowTools {
  readonly journal: Journal;
  readonly chat: Pick<Chat, "name">;
}

/** A roll-up's name for ever. */
export function rollUpKey(channel: string, begunAt: number): string {
  return `roll-up ${channel} ${begunAt}`;
}

/** When that roll-up was begun; epoch milliseconds. */
export function begunAtOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(" ") + 1));
}

/** The key of the line that says that no more incidents come into a roll-up. */
export function endKey(key: string): string {
  return `end of ${key}`;
}

/** Where this incident's story is told with others; undefined when it never was, as far as the journal knows. */
export async function rolledIn(
  { journal }: Pick<RowTools, "journal">,
  incidentId: string,
): Promise<RolledIn | undefined> {
  const row = await journal.post(ROLLED + incidentId);
  return row && { key: row.subject, channel: row.channel, at: row.at };
}

/** Writes down that this story is told there, before it is: from then on it is told nowhere else in that channel. */
export async function noteRolled(
  { journal, chat }: RowTools,
  incidentId: string,
  { key, channel, at }: RolledIn,
): Promise<void> {
  const row = { key: ROLLED + incidentId, subject: key, chat: chat.name, channel, at };
  await journal.intend(row);
}

/** The incidents whose stories went into a roll-up, in that order. */
export async function rolledInto(
  { journal }: Pick<RowTools, "journal">,
  key: string,
): Promise<{ readonly incidentId: string; readonly channel: string; readonly at: number }[]> {
  const rows = (await journal.postsOf(key)).filter((row) => row.key.startsWith(ROLLED));
  return rows.map(({ key: name, channel, at }) => ({
    incidentId: name.slice(ROLLED.length),
    channel,
    at,
  }));
}

/**
 * Lets this replica's journal know what another one has put together, and where that perhaps stands.
 *
 * Where there is one process, the journal knows it already.
 */
export async function adoptRolled(
  tools: RowTools,
  records: Iterable<IncidentRecord>,
): Promise<void> {
  const { journal, chat } = tools;
  for (const { incident, rollUp } of records) {
    if (!rollUp || (await journal.post(ROLLED + incident.id))) continue;
    const { key, channel, message } = rollUp;
    await noteRolled(tools, incident.id, rollUp);
    await journal.intend({ key, subject: key, chat: chat.name, channel, at: begunAtOf(key) });
    if (message !== undefined && (await journal.post(key))?.state !== "sent") {
      await journal.sent(key, message, "");
    }
  }
}
