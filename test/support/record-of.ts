import type { Incident, IncidentRecord } from "../../src/model/incident.ts";
import { NOW } from "./answer-tools.ts";

/** What depmap keeps of an incident in the channel #incidents of the chat `test`. */
export function recordOf(
  id: string,
  {
    incident,
    ...more
  }: Partial<Omit<IncidentRecord, "incident">> & { incident?: Partial<Incident> } = {},
): IncidentRecord {
  const opened = { openedAt: NOW - 600_000, updatedAt: NOW - 600_000 };
  return {
    incident: {
      id,
      title: `Trouble ${id}`,
      status: "triggered",
      ...opened,
      alerts: [],
      ...incident,
    },
    chat: "test",
    channel: "incidents",
    affected: [],
    ...more,
  };
}
