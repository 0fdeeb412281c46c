import type { Story } from "../../src/briefing/story.ts";
import type { Alert, Incident } from "../../src/model/incident.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { gatherStory } from "../../src/workflows/stories/gather-story.ts";
import { mapAlerts } from "../../src/workflows/stories/map-alerts.ts";
import { createScriptedAlerts } from "./scripted-alerts.ts";

export const MINUTE = 60_000;
/** 02:13 UTC on a night in June 2031. */
export const NIGHT = Date.UTC(2031, 5, 4, 2, 13);

/** An incident that opened at 02:13, with these alerts. */
export function incidentOf(alerts: readonly Alert[], more: Partial<Incident> = {}): Incident {
  return {
    id: "P1",
    number: 41,
    title: "Checkout answers with errors",
    status: "triggered",
    openedAt: NIGHT,
    updatedAt: NIGHT,
    alerts: [...alerts],
    ...more,
  };
}

/** The story of these incidents four minutes after the first, as the worker would gather it. */
export async function storyOf(
  snapshot: Snapshot,
  incidents: readonly Incident[],
  {
    now = NIGHT + 4 * MINUTE,
    missing = [] as readonly string[],
    duty = {} as Record<string, string>,
  } = {},
): Promise<Story> {
  const alerts = createScriptedAlerts();
  alerts.duty = Object.entries(duty).map(([escalationPolicyId, name]) => ({
    escalationPolicyId,
    name,
  }));
  return await gatherStory(
    { snapshots: { current: () => snapshot }, alerts, clock: { now: () => now }, patienceMs: 500 },
    incidents.map((incident) => ({ incident, alerts: mapAlerts(snapshot, incident), missing })),
  );
}
