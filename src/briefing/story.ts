import type { BusinessImpact } from "../analysis/business-impact.ts";
import type { Fallbacks } from "../analysis/fallbacks.ts";
import type { Owners } from "../analysis/owners.ts";
import type { OriginAnswer } from "../analysis/probable-origin.ts";
import type { RecoveryStep } from "../analysis/recovery-order.ts";
import type { ComponentId } from "../model/component.ts";
import type { BlastRadius } from "../model/impact.ts";
import type { Incident } from "../model/incident.ts";

/** Everything a briefing needs, gathered: what happened, what the analyses say of it, and what could not be asked. */
export interface Story {
  /** The incident whose briefing this is. */
  readonly lead: Incident;
  /** Incidents with the same probable origin, told here too, oldest first. */
  readonly others: readonly Incident[];
  /** The components that alerts are about, in order of onset. */
  readonly alerting: readonly Alerting[];
  /** PagerDuty services that no component stands for. */
  readonly unmapped: readonly UnmappedService[];
  readonly origin: OriginAnswer;
  /** What the probable origin's failure does; of the alerting components' while nobody can tell the origin. */
  readonly blast: BlastRadius;
  readonly business: BusinessImpact;
  readonly fallbacks: Fallbacks;
  readonly recovery: readonly RecoveryStep[];
  /** Of the failed components first, then of the worst hits. */
  readonly owners: readonly Owners[];
  readonly onDuty: readonly OnDuty[];
  /** What could not be asked, in words; shown among the blind spots. */
  readonly missing: readonly string[];
  /** An SVG of the blast radius. */
  readonly picture?: string | undefined;
  /** Epoch milliseconds, in whole minutes: a message is not edited because seconds pass. */
  readonly now: number;
}

/** A component that alerts are about. */
export interface Alerting {
  readonly component: ComponentId;
  /** The ids of its alerts. */
  readonly alerts: readonly string[];
  /** Is one of them still open? */
  readonly isOpen: boolean;
}

/** A PagerDuty service that no component stands for. */
export interface UnmappedService {
  readonly id?: string | undefined;
  readonly name: string;
  readonly alerts: number;
}

/** Somebody who can be called now, for a team. */
export interface OnDuty {
  /** The team's id. */
  readonly team: string;
  readonly person: string;
}
