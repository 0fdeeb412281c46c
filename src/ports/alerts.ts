import type { Alert, Incident } from "../model/incident.ts";

/** Somebody who can be called now. */
export interface OnCall {
  readonly name: string;
  readonly escalationPolicyId: string;
  readonly until?: number | undefined;
}

/**
 * The alerting product. Each call has its own deadline, pages to the end, waits out a rate limit within that
 * deadline, and rejects with `pagerduty-away` otherwise.
 */
export interface Alerts {
  /** The incident as it is now, without its alerts; undefined when there is no such incident. */
  incident(id: string): Promise<Incident | undefined>;
  alertsOf(incidentId: string): Promise<readonly Alert[]>;
  /** Incidents that are triggered or acknowledged: what a lost webhook would have told. */
  openIncidents(): Promise<readonly Incident[]>;
  onCall(escalationPolicyIds: readonly string[]): Promise<readonly OnCall[]>;
}
