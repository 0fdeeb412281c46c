import { nameOf, type Component } from "../model/component.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { evidenceFor, type Findings } from "./origin/evidence.ts";
import type { OriginAnswer, OriginCandidate, OriginQuestion } from "./origin/question.ts";
import { signsOf } from "./origin/signs.ts";
import { suspicion } from "./origin/suspicion.ts";
import { timingOf } from "./origin/timing.ts";

export type {
  OriginAlert,
  OriginAnswer,
  OriginCandidate,
  OriginQuestion,
} from "./origin/question.ts";

/** Being first says little: clocks differ, and alerts wait for their next evaluation. */
const FIRST = 0.1;
/** A change shortly before counts as much as one warning. */
const CHANGED = 0.3;
/** No more candidates than anybody reads. */
const LISTED = 100;
/** The first must lead the second by this share of its score, or we cannot tell. */
const CLEAR_LEAD = 0.1;

/**
 * Ranks what may have caused these alerts: everything that the alerting components depend on, and themselves.
 *
 * Silent components, shared infrastructure and vendors are candidates like any other. When the first hardly
 * leads, the verdict is `cannot tell`, and the candidates are given all the same. The order of the alerts
 * makes no difference; alerts about components that are not on the map are left out, and `because` says so.
 *
 * @example
 * ```ts
 * const map = graphOf("checkout -> cache", "search -> cache", "checkout -> mailer");
 * const alert = (name) => ({ component: idOf(name), severity: "error", kind: "errors", at: 0 });
 * const { candidates } = probableOrigin(map, { alerts: ["checkout", "search"].map(alert) });
 * [candidates[0].component, candidates[0].evidence];
 * // => ["prod/shop/cache", ["explains 2 of 2 alerting components", "silent itself"]]
 * ```
 */
export function probableOrigin(snapshot: Snapshot, question: OriginQuestion): OriginAnswer {
  const signs = signsOf(snapshot, question);
  const timing = timingOf(snapshot, signs, question.changes ?? []);
  const findings: Findings = { signs, timing, suspicion: suspicion(snapshot, signs) };
  const ranked = rank(snapshot, findings);
  const candidates = ranked.map(({ index, score }): OriginCandidate => ({
    component: idAt(snapshot, index),
    score,
    evidence: evidenceFor(snapshot, findings, index),
  }));
  const best = ranked[0]?.index;
  const { verdict, because } = judge(candidates, best === undefined || isBacked(findings, best));
  const off = question.alerts.filter(({ component }) => !snapshot.indexOf.has(component)).length;
  if (best === undefined || off === 0) return { verdict, candidates, because };
  const offTheMap =
    off === 1
      ? "1 alert is about something that is not on the map."
      : `${off} alerts are about something that is not on the map.`;
  return { verdict, candidates, because: `${because} ${offTheMap}` };
}

function rank(snapshot: Snapshot, { signs, suspicion: { score }, timing }: Findings) {
  const { first, changed } = timing;
  let total = FIRST + (changed.size > 0 ? CHANGED : 0);
  for (const { fault, calls, ownWork, traffic } of signs.values()) {
    total += Math.max(fault, calls) + ownWork + traffic;
  }
  const all: { index: ComponentIndex; score: number }[] = [];
  for (const [index, raw] of score.entries()) {
    if (raw <= 0) continue;
    const more = (first.has(index) ? FIRST : 0) + (changed.has(index) ? CHANGED : 0);
    // Twelve digits: equal evidence gives equal scores, whatever order it was added up in.
    all.push({ index, score: Math.round(((raw + more) / total) * 1e12) / 1e12 });
  }
  const byName = (a: ComponentIndex, b: ComponentIndex) =>
    idAt(snapshot, a) < idAt(snapshot, b) ? -1 : 1;
  return all.toSorted((a, b) => b.score - a.score || byName(a.index, b.index)).slice(0, LISTED);
}

/** Does more speak for it than one alert about the effect? */
function isBacked({ signs, suspicion: { explains }, timing }: Findings, index: ComponentIndex) {
  const ownWork = signs.get(index)?.ownWork ?? 0;
  return (explains[index] as number) > 1 || ownWork > 0 || timing.changed.has(index);
}

function judge(
  candidates: readonly OriginCandidate[],
  backed: boolean,
): Pick<OriginAnswer, "verdict" | "because"> {
  const [first, second] = candidates;
  if (!first)
    return { verdict: "cannot tell", because: "No alert is about a component on the map." };

  const lead = (first.score - (second?.score ?? 0)) / first.score;
  const alike = second !== undefined && nameOf(first.component) === nameOf(second.component);
  const name = ({ component }: OriginCandidate) => (alike ? component : nameOf(component));
  if (second && lead < CLEAR_LEAD) {
    return {
      verdict: "cannot tell",
      because: `${name(first)} and ${name(second)} explain the alerts about equally well.`,
    };
  }
  if (second && !backed) {
    return {
      verdict: "cannot tell",
      because: `${name(first)} comes first, but a single alert is all that speaks for it.`,
    };
  }
  const ahead = second
    ? `, ${Math.round(lead * 100)} % more than ${name(second)}`
    : ", and nothing else does";
  return {
    verdict: "ranked",
    because: `${name(first)} explains the alerts best${ahead}.`,
  };
}

function idAt({ components }: Snapshot, index: ComponentIndex) {
  return (components[index] as Component).id;
}
