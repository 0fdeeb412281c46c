import { readWebhook } from "../../src/adapters/alerts/pagerduty/read-webhook.ts";
import { DepmapError } from "../../src/model/errors.ts";
import type { Alert, Incident } from "../../src/model/incident.ts";
import type { Alerts, OnCall } from "../../src/ports/alerts.ts";
import type { ReceivedEvent } from "../../src/ports/journal.ts";

/** PagerDuty as a test describes it: what its REST API says now. */
export interface ScriptedAlerts extends Alerts {
  readonly byIncident: Map<string, readonly Alert[]>;
  readonly known: Map<string, Incident>;
  duty: readonly OnCall[];
  isAway: boolean;
}

/** A REST side without the network; webhooks are read by the real reader. */
export function createScriptedAlerts(): ScriptedAlerts {
  const orAway = <Value>(value: Value): Promise<Value> =>
    alerts.isAway
      ? Promise.reject(new DepmapError("pagerduty-away", "the script says that PagerDuty is away"))
      : Promise.resolve(value);
  const alerts: ScriptedAlerts = {
    byIncident: new Map(),
    known: new Map(),
    duty: [],
    isAway: false,
    read: readWebhook,
    incident: (id) => orAway(alerts.known.get(id)),
    alertsOf: (id) => orAway(alerts.byIncident.get(id) ?? []),
    openIncidents: () =>
      orAway([...alerts.known.values()].filter(({ status }) => status !== "resolved")),
    onCall: (ids) =>
      orAway(alerts.duty.filter(({ escalationPolicyId }) => ids.includes(escalationPolicyId))),
  };
  return alerts;
}

/** An alert of a PagerDuty service; `at` in epoch milliseconds. */
export function alertOf(service: string, at: number, more: Partial<Alert> = {}): Alert {
  return {
    id: `${service}@${at}`,
    summary: `${service} answers with errors`,
    severity: "critical",
    kind: "errors",
    at,
    pagerdutyServiceId: `PD-${service}`,
    serviceName: service,
    mentions: [],
    ...more,
  };
}

/** A V3 webhook as the journal holds it. The same arguments give the same event id. */
export function eventOf(
  incident: string,
  type: "triggered" | "acknowledged" | "resolved" | "reopened",
  at: number,
  {
    service = incident,
    openedAt = 0,
    number = 1,
  }: { service?: string; openedAt?: number; number?: number } = {},
): ReceivedEvent {
  const id = `01-${incident}-${type}-${at}`;
  const status = type === "reopened" ? "triggered" : type;
  const data = {
    id: incident,
    type: "incident",
    number,
    title: `${service} is in trouble`,
    html_url: `https://pagerduty.example/incidents/${incident}`,
    status,
    urgency: "high",
    created_at: new Date(openedAt).toISOString(),
    service: { id: `PD-${service}`, summary: service },
  };
  const event = {
    id,
    event_type: `incident.${type}`,
    occurred_at: new Date(at).toISOString(),
    data,
  };
  return {
    id,
    sender: "pagerduty",
    subject: incident,
    receivedAt: at,
    body: JSON.stringify({ event }),
  };
}

/** The V3 webhook that a conference bridge was set to that address. */
export function bridgeOf(incident: string, address: string, at: number): ReceivedEvent {
  const id = `01-${incident}-bridge-${at}`;
  const data = {
    type: "incident_conference_bridge",
    incident: { id: incident, type: "incident_reference" },
    conference_numbers: [],
    conference_url: address,
  };
  const event = {
    id,
    event_type: "incident.conference_bridge.updated",
    occurred_at: new Date(at).toISOString(),
    data,
  };
  const body = JSON.stringify({ event });
  return { id, sender: "pagerduty", subject: incident, receivedAt: at, body };
}
