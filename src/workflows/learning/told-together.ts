import type { IncidentRecord } from "../../model/incident.ts";

/** The stories that one message tells: almost always one, in a storm's roll-up many. */
export interface ToldTogether {
  readonly channel: string;
  readonly message: string;
  /** The one that opened first. */
  readonly lead: IncidentRecord;
  readonly others: readonly IncidentRecord[];
  /** When the last of them ended; undefined while one is open, or not told to its end. */
  readonly over?: number | undefined;
}

/** Sorts stories by the message that tells them in this chat. What is told in another story's briefing is none. */
export function toldTogether(records: readonly IncidentRecord[], chat: string): ToldTogether[] {
  const told = new Map<string, IncidentRecord[]>();
  for (const record of records) {
    const place = placeOf(record);
    if (record.chat !== chat || record.attachedTo !== undefined || !place) continue;
    const key = JSON.stringify(place);
    told.set(key, [...(told.get(key) ?? []), record]);
  }
  return [...told].map(([key, stories]) => {
    const [channel, message] = JSON.parse(key) as [string, string];
    const [lead, ...others] = stories.toSorted(firstOpened) as [
      IncidentRecord,
      ...IncidentRecord[],
    ];
    const isOver = stories.every(
      ({ closed, incident }) => closed === true && incident.status === "resolved",
    );
    const ends = stories.map(({ incident }) => incident.resolvedAt ?? incident.updatedAt);
    return { channel, message, lead, others, over: isOver ? Math.max(...ends) : undefined };
  });
}

function placeOf({
  channel,
  briefingMessage,
  rollUp,
}: IncidentRecord): [channel: string, message: string] | undefined {
  if (channel !== undefined && briefingMessage !== undefined) return [channel, briefingMessage];
  return rollUp?.message === undefined ? undefined : [rollUp.channel, rollUp.message];
}

/** Orders records by when their incidents opened. */
export function firstOpened(
  { incident: a }: IncidentRecord,
  { incident: b }: IncidentRecord,
): number {
  return a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
}
