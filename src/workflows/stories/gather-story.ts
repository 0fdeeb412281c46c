import { blastRadius } from "../../analysis/blast-radius.ts";
import { businessImpact } from "../../analysis/business-impact.ts";
import { fallbacks } from "../../analysis/fallbacks.ts";
import { owners, type Owners } from "../../analysis/owners.ts";
import { recoveryOrder } from "../../analysis/recovery-order.ts";
import type { Alerting, OnDuty, Story } from "../../briefing/story.ts";
import type { ComponentId } from "../../model/component.ts";
import { messageOf } from "../../model/errors.ts";
import type { BlastRadius } from "../../model/impact.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { blastRadiusPicture } from "../../pictures/blast-radius-picture.ts";
import type { Alerts } from "../../ports/alerts.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Painter } from "../../ports/painter.ts";
import { rankedFirst } from "./same-story.ts";
import { evidenceIn, type Case } from "./story-book.ts";
import { withPatience } from "../with-patience.ts";

export interface GatherTools {
  readonly snapshots: { current(): Snapshot };
  readonly alerts: Alerts;
  readonly painter?: Painter | undefined;
  readonly clock: Clock;
  readonly patienceMs: number;
}

const MINUTE_MS = 60_000;
const OWNED = 5;
const STEPS = 20;

/**
 * Everything a briefing needs of one story; `members` are its incidents, the lead first.
 *
 * Never fails because somebody is away: without PagerDuty nobody is named on call, without the painter there is no
 * picture, and both are said.
 */
export async function gatherStory(tools: GatherTools, members: readonly Case[]): Promise<Story> {
  const snapshot = tools.snapshots.current();
  const [lead, ...others] = members as [Case, ...Case[]];
  const { origin } = evidenceIn(snapshot, members);
  const alerting = alertingIn(members);
  const first = rankedFirst(origin);
  const failed = (first ? [first] : alerting.map(({ component }) => component)).filter((id) =>
    snapshot.indexOf.has(id),
  );
  const answers = answersAbout(snapshot, failed);
  const { blast } = answers;
  const [duty, svg] = await Promise.all([
    onDutyFor(tools, answers.owners),
    pictureOf(tools, snapshot, blast),
  ]);
  return {
    lead: lead.incident,
    others: others.map(({ incident }) => incident),
    alerting,
    unmapped: members.flatMap(({ alerts }) => alerts.unmapped),
    origin,
    ...answers,
    onDuty: duty.people,
    missing: [
      ...new Set([
        ...members.flatMap(({ missing }) => missing),
        ...answers.missing,
        ...duty.missing,
      ]),
    ],
    picture: svg,
    now: Math.floor(tools.clock.now() / MINUTE_MS) * MINUTE_MS,
  };
}

type Answers = Pick<Story, "blast" | "business" | "fallbacks" | "recovery" | "owners" | "missing">;

/** What the analyses say; one that fails must not keep an incident from being told. */
function answersAbout(snapshot: Snapshot, failed: readonly ComponentId[]): Answers {
  try {
    return answersFor(snapshot, blastRadius(snapshot, failed));
  } catch (fault) {
    const { asOf, sources } = snapshot;
    const nothing = { origins: [], asOf, hits: [], starved: [], sources, blindSpots: [] };
    const why = `what is hit: depmap's own analysis failed (${messageOf(fault)}); that is a bug`;
    return {
      blast: nothing,
      business: { journeys: [], revenuePerMinute: [], unknownUsers: [], unknownRevenue: [] },
      fallbacks: { usable: [], lost: [], without: [] },
      recovery: [],
      owners: [],
      missing: [why],
    };
  }
}

function answersFor(snapshot: Snapshot, blast: BlastRadius): Answers {
  return {
    blast,
    business: businessImpact(snapshot, blast),
    fallbacks: fallbacks(snapshot, blast),
    recovery: recoveryOrder(snapshot, blast, STEPS).steps,
    owners: ownersIn(snapshot, blast),
    missing: [],
  };
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

/** Of the failed components first, then of the soonest hits. */
function ownersIn(snapshot: Snapshot, blast: BlastRadius): Owners[] {
  const soonest = blast.hits.slice(0, OWNED).map(({ component }) => component);
  return [...new Set([...blast.origins, ...soonest])]
    .slice(0, OWNED)
    .map((component) => owners(snapshot, component));
}

async function onDutyFor(
  { alerts, patienceMs }: GatherTools,
  owned: readonly Owners[],
): Promise<{ readonly people: readonly OnDuty[]; readonly missing: readonly string[] }> {
  const teams = owned.flatMap((one) => one.owners.map(({ team }) => team));
  const policies = [
    ...new Set(teams.flatMap(({ escalationPolicyId }) => escalationPolicyId ?? [])),
  ];
  if (policies.length === 0) return { people: [], missing: [] };
  const answer = await withPatience(alerts.onCall(policies), patienceMs);
  if (answer.came !== "answer") {
    return {
      people: [],
      missing: ["PagerDuty did not say who is on call; this will be corrected"],
    };
  }
  const byId = new Map(teams.map((team) => [team.id, team]));
  const people = [...byId.values()].flatMap(({ id, escalationPolicyId }) =>
    answer.value
      .filter((duty) => duty.escalationPolicyId === escalationPolicyId)
      .map(({ name }) => ({ team: id, person: name })),
  );
  return { people, missing: [] };
}

async function pictureOf(
  { painter, patienceMs }: GatherTools,
  snapshot: Snapshot,
  blast: BlastRadius,
): Promise<string | undefined> {
  if (!painter || blast.origins.length === 0) return undefined;
  const drawn = await withPatience(painter.svg(blastRadiusPicture(snapshot, blast)), patienceMs);
  return drawn.came === "answer" ? drawn.value : undefined;
}
