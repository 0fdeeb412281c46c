import type { Alert, Incident } from "../model/incident.ts";

/** Somebody who can be called now. */
export interface OnCall {
  readonly name: string;
  readonly escalationPolicyId: string;
  readonly until?: number | undefined;
}

/** What one webhook said, as far as it could be read. */
export interface Heard {
  /** The signed event id; a hash of the body when there is none. */
  readonly eventId: string;
  /** The incident's id, or `unreadable` or the event's type when it is about none. */
  readonly subject: string;
  /** Such as `incident.triggered`. */
  readonly event: string;
  /** When it happened, by the sender's clock; epoch milliseconds. */
  readonly at: number;
  /** The incident as the event shows it, without alerts. */
  readonly incident?: Incident | undefined;
  /** Links to chat channels that it names for the incident: a conference bridge, a custom field. */
  readonly channelLinks?: readonly string[] | undefined;
}

/**
 * The alerting product. Each call has its own deadline, pages to the end, waits out a rate limit within that
 * deadline, and rejects with `pagerduty-away` otherwise.
 */
export interface Alerts {
  /** Reads a webhook's body. Never throws: a body that makes no sense is `unreadable`. Pure. */
  read(body: string): Heard;
  /** The incident as it is now, without its alerts; undefined when there is no such incident. */
  incident(id: string): Promise<Incident | undefined>;
  alertsOf(incidentId: string): Promise<readonly Alert[]>;
  /** Incidents that are triggered or acknowledged: what a lost webhook would have told. */
  openIncidents(): Promise<readonly Incident[]>;
  onCall(escalationPolicyIds: readonly string[]): Promise<readonly OnCall[]>;
}
