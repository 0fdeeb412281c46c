import type { AlertKind, Severity } from "../../model/incident.ts";
import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import type { OriginAlert, OriginQuestion } from "./question.ts";

/** What the alerts say of one component, weighed from 0 to 1. */
export interface Signs {
  /** It answers late, wrongly or not at all. */
  readonly fault: number;
  /** The calls that it makes go wrong: its providers are meant, not itself. */
  readonly calls: number;
  /** Its own work is slow or its resources are used up. */
  readonly ownWork: number;
  /** Too little reaches it. */
  readonly traffic: number;
  /** When it first showed a fault, its own or in its calls; epoch milliseconds. */
  readonly firstAt: number | undefined;
  /** Does one of its faults have to be explained? Not when all are of another kind than the one that paged. */
  readonly matters: boolean;
  /** It is where the incident was felt. */
  readonly isSymptom: boolean;
}

/** Each class of severity weighs about half of the next. A numeric score is never looked at. */
const WEIGHT: Readonly<Record<Severity, number>> = {
  critical: 1,
  error: 0.6,
  warning: 0.3,
  info: 0.1,
};

/** What an alert of another kind than the one that paged still counts. */
const OTHER_KIND = 0.2;

const NONE: Signs = {
  fault: 0,
  calls: 0,
  ownWork: 0,
  traffic: 0,
  firstAt: undefined,
  matters: false,
  isSymptom: false,
};

/**
 * Reads each alerting component's signs, in the order of the snapshot; the loudest alert of a sort counts.
 *
 * The symptom's component counts as alerting with an error, whether or not an alert names it. Alerts about
 * components that are not on the map are left out.
 */
export function signsOf(
  snapshot: Snapshot,
  question: OriginQuestion,
): ReadonlyMap<ComponentIndex, Signs> {
  const { component, kind } = question.symptom ?? {};
  const signs = new Map<ComponentIndex, Signs>();
  for (const alert of question.alerts) {
    const index = snapshot.indexOf.get(alert.component);
    if (index === undefined) continue;
    signs.set(index, withAlert(signs.get(index) ?? NONE, alert, kind));
  }
  const symptom = component === undefined ? undefined : snapshot.indexOf.get(component);
  if (symptom !== undefined) {
    const known = signs.get(symptom) ?? NONE;
    const fault = Math.max(known.fault, WEIGHT.error);
    signs.set(symptom, { ...known, fault, matters: true, isSymptom: true });
  }
  return new Map([...signs].toSorted(([a], [b]) => a - b));
}

function withAlert(signs: Signs, alert: OriginAlert, paged: AlertKind | undefined): Signs {
  const weight = WEIGHT[alert.severity];
  // Used-up resources are a cause, whatever kind of alert they led to.
  if (alert.kind === "saturation" || alert.measured === "own work") {
    return { ...signs, matters: true, ownWork: Math.max(signs.ownWork, weight) };
  }
  const isPagedKind = paged === undefined || alike(alert.kind, paged);
  const felt = isPagedKind ? weight : weight * OTHER_KIND;
  if (alert.kind === "traffic") return { ...signs, traffic: Math.max(signs.traffic, felt) };

  const firstAt = Math.min(alert.at, signs.firstAt ?? alert.at);
  const matters = signs.matters || isPagedKind;
  return alert.measured === "calls it makes"
    ? { ...signs, firstAt, matters, calls: Math.max(signs.calls, felt) }
    : { ...signs, firstAt, matters, fault: Math.max(signs.fault, felt) };
}

/** Errors and unavailability are two words for one experience. */
function alike(kind: AlertKind, paged: AlertKind): boolean {
  const failing = (one: AlertKind) => one === "errors" || one === "availability";
  return kind === paged || (failing(kind) && failing(paged));
}
