/** The key under which the briefing of an incident stands in the journal and in the chat. */
export function briefingKey(incidentId: string): string {
  return `briefing ${incidentId}`;
}
