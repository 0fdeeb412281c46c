import type { IncidentRecord } from "../../../model/incident.ts";

/** Does the briefing of this incident, or of the story that it belongs to, stand in that channel? */
export function isToldIn(record: IncidentRecord, chat: string, channel: string): boolean {
  if (record.chat !== chat) return false;
  return record.channel === channel || record.alsoIn?.includes(channel) === true;
}
