import { blastRadius } from "../../analysis/blast-radius.ts";
import { perSnapshot } from "../../analysis/per-snapshot.ts";
import { probableOrigin } from "../../analysis/probable-origin.ts";
import type { OriginAlert, OriginAnswer } from "../../analysis/origin/question.ts";
import type { ComponentId } from "../../model/component.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";

/** How many candidates of each side are tried before the joint question is asked. */
const LIKELY = 3;

/** What one or several incidents show, and what probably caused it. */
export interface Evidence {
  readonly alerts: readonly OriginAlert[];
  readonly origin: OriginAnswer;
}

/**
 * Do these two have the same probable origin, so that one briefing tells both?
 *
 * They do when the same component alerts in both, when the ranked origin of one is that of the other too or reaches
 * all that alerts there, or when all alerts taken together have a ranked origin that reaches every alerting component.
 * Alerts on unmapped services have no origin and join nothing.
 */
export function sameStory(snapshot: Snapshot, mine: Evidence, theirs: Evidence): boolean {
  if (mine.alerts.length === 0 || theirs.alerts.length === 0) return false;
  const components = new Set(mine.alerts.map(({ component }) => component));
  if (theirs.alerts.some(({ component }) => components.has(component))) return true;
  const [first, second] = [rankedFirst(mine.origin), rankedFirst(theirs.origin)];
  if (first !== undefined && first === second) return true;

  const theirComponents = new Set(theirs.alerts.map(({ component }) => component));
  if (first !== undefined && reachesAll(snapshot, first, theirComponents)) return true;
  if (second !== undefined && reachesAll(snapshot, second, components)) return true;

  const alerts = [...mine.alerts, ...theirs.alerts];
  const alerting = new Set([...components, ...theirComponents]);
  const likely = [mine, theirs].flatMap(({ origin }) => origin.candidates.slice(0, LIKELY));
  if (!likely.some(({ component }) => reachesAll(snapshot, component, alerting))) return false;
  const joint = rankedFirst(probableOrigin(snapshot, { alerts }));
  return joint !== undefined && reachesAll(snapshot, joint, alerting);
}

/**
 * Has an incident that was told with others turned out to be about something else?
 *
 * Only on clear evidence: its own alerts have a ranked origin, and the others' origin does not reach its components.
 */
export function anotherStory(snapshot: Snapshot, mine: Evidence, theirs: Evidence): boolean {
  const [own, other] = [rankedFirst(mine.origin), rankedFirst(theirs.origin)];
  if (own === undefined || other === undefined || own === other) return false;
  const mineAlerting = new Set(mine.alerts.map(({ component }) => component));
  return (
    !reachesAll(snapshot, other, mineAlerting) &&
    !theirs.alerts.some(({ component }) => mineAlerting.has(component))
  );
}

/** The probable origin, or undefined when the answer is "cannot tell". */
export function rankedFirst({ verdict, candidates }: OriginAnswer): ComponentId | undefined {
  return verdict === "ranked" ? candidates[0]?.component : undefined;
}

const reach = perSnapshot(() => new Map<ComponentId, ReadonlySet<ComponentId>>());

function reachesAll(
  snapshot: Snapshot,
  origin: ComponentId,
  components: ReadonlySet<ComponentId>,
): boolean {
  const known = reach(snapshot);
  let reached = known.get(origin);
  if (!reached) {
    const { hits, starved } = blastRadius(snapshot, [origin]);
    reached = new Set([origin, ...[...hits, ...starved].map(({ component }) => component)]);
    known.set(origin, reached);
  }
  return [...components].every((component) => reached.has(component));
}
