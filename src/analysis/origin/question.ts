import type { ComponentId } from "../../model/component.ts";
import type { AlertKind, Severity } from "../../model/incident.ts";

/** One alert about a component, as far as the question of the origin needs it. */
export interface OriginAlert {
  readonly component: ComponentId;
  readonly severity: Severity;
  readonly kind: AlertKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /**
   * What was measured, when the alert says so: the component's own work (self time, processor), or the calls that
   * it makes, which speaks of its providers. Unset: its answers, in which both show.
   */
  readonly measured?: "own work" | "calls it makes" | undefined;
}

/** Something that was done to a component: a deploy, a flag, a configuration. */
export interface Change {
  readonly component: ComponentId;
  /** Epoch milliseconds. */
  readonly at: number;
  /** In a few words, such as `deploy 4812`. */
  readonly what: string;
}

/** What is known when somebody asks what caused it. */
export interface OriginQuestion {
  readonly alerts: readonly OriginAlert[];
  /** What paged. With a kind, alerts of other kinds count little. */
  readonly symptom?:
    | { readonly component?: ComponentId | undefined; readonly kind?: AlertKind | undefined }
    | undefined;
  readonly changes?: readonly Change[] | undefined;
}

/** One component that may have caused it. */
export interface OriginCandidate {
  readonly component: ComponentId;
  /** 0 to 1: the share of the weighed evidence that speaks for it. Comparable within one answer only. */
  readonly score: number;
  /** Short sentences, for and against, strongest first. */
  readonly evidence: readonly string[];
}

/** What probably caused it. */
export interface OriginAnswer {
  readonly verdict: "ranked" | "cannot tell";
  /** Best first; equal scores by name. Given with `cannot tell` too. */
  readonly candidates: readonly OriginCandidate[];
  /** One sentence: why this verdict. */
  readonly because: string;
}
