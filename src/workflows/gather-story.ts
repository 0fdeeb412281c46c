import { blastRadius } from "../analysis/blast-radius.ts";
import type { Alerting, Story } from "../briefing/story.ts";
import type { ComponentId } from "../model/component.ts";
import type { BlastRadius } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Alerts } from "../ports/alerts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Painter } from "../ports/painter.ts";
import { rankedFirst } from "./same-story.ts";
import { evidenceIn, type Case } from "./story-book.ts";

export interface GatherTools {
  readonly snapshots: { current(): Snapshot };
  readonly alerts: Alerts;
  readonly painter?: Painter | undefined;
  readonly clock: Clock;
  readonly patienceMs: number;
}

/** Everything a briefing needs of one story; `members` are its incidents, the lead first. */
export async function gatherStory(tools: GatherTools, members: readonly Case[]): Promise<Story> {
  const snapshot = tools.snapshots.current();
  const [lead, ...others] = members as [Case, ...Case[]];
  const evidence = evidenceIn(snapshot, members);
  const alerting = alertingIn(members);
  const first = rankedFirst(evidence.origin);
  const origins = first ? [first] : alerting.map(({ component }) => component);
  const blast = blastOf(snapshot, origins);
  return await Promise.resolve({
    lead: lead.incident,
    others: others.map(({ incident }) => incident),
    alerting,
    unmapped: members.flatMap(({ alerts }) => alerts.unmapped),
    origin: evidence.origin,
    blast,
    onDuty: [],
    missing: [...new Set(members.flatMap(({ missing }) => missing))],
    now: tools.clock.now(),
  });
}

function blastOf(snapshot: Snapshot, origins: readonly ComponentId[]): BlastRadius {
  return blastRadius(
    snapshot,
    origins.filter((origin) => snapshot.indexOf.has(origin)),
  );
}

function alertingIn(members: readonly Case[]): Alerting[] {
  const mapped = members
    .flatMap(({ alerts }) => alerts.mapped)
    .toSorted((a, b) => a.alert.at - b.alert.at || (a.component < b.component ? -1 : 1));
  const byComponent = Map.groupBy(mapped, ({ component }) => component);
  return [...byComponent].map(([component, its]) => ({
    component,
    alerts: its.map(({ alert }) => alert.id),
    isOpen: its.some(({ alert }) => alert.resolvedAt === undefined),
  }));
}
