import { randomUUID } from "node:crypto";
import type { RehearsedAlert, RehearsedIncident, RehearsedService } from "./rehearsed-incident.ts";

/** Where the rehearsal is reached, for the links in what it shows. */
type Base = string;

/** REST gives times to the second, webhooks to the millisecond. */
function seconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function reference(base: Base, type: string, path: string, id: string, summary: string) {
  const url = `${base}/${path}/${id}`;
  return { id, type: `${type}_reference`, summary, self: url, html_url: url };
}

function serviceReference(base: Base, { id, name }: RehearsedService) {
  return reference(base, "service", "services", id, name);
}

/** The escalation policy that every rehearsed service has. */
export function policyReference(base: Base, id = "PREHEARS") {
  return reference(base, "escalation_policy", "escalation_policies", id, "Rehearsal");
}

/** An incident as `GET /incidents` shows it. */
export function incidentShape(base: Base, incident: RehearsedIncident) {
  const { id, number, title, service, status, urgency, openedAt, changedAt, alerts } = incident;
  const resolved = alerts.filter(({ resolvedAt }) => resolvedAt !== undefined).length;
  return {
    id,
    type: "incident",
    summary: `[#${number}] ${title}`,
    self: `${base}/incidents/${id}`,
    html_url: `${base}/incidents/${id}`,
    incident_number: number,
    title,
    status,
    urgency,
    incident_key: id.toLowerCase(),
    created_at: seconds(openedAt),
    updated_at: seconds(changedAt),
    last_status_change_at: seconds(changedAt),
    resolved_at: status === "resolved" ? seconds(changedAt) : null,
    service: serviceReference(base, service),
    escalation_policy: policyReference(base),
    assignments: [],
    acknowledgements: [],
    teams: [],
    priority: null,
    alert_counts: {
      all: alerts.length,
      triggered: alerts.length - resolved,
      resolved,
    },
    conference_bridge: bridgeShape(incident),
  };
}

/** An alert as `GET /incidents/{id}/alerts` shows it. */
export function alertShape(base: Base, incident: RehearsedIncident, alert: RehearsedAlert) {
  const { id, summary, severity, source, component, at, resolvedAt } = alert;
  return {
    id,
    type: "alert",
    summary,
    self: `${base}/incidents/${incident.id}/alerts/${id}`,
    html_url: `${base}/incidents/${incident.id}/alerts/${id}`,
    created_at: seconds(at),
    updated_at: seconds(resolvedAt ?? at),
    resolved_at: resolvedAt === undefined ? null : seconds(resolvedAt),
    status: resolvedAt === undefined ? "triggered" : "resolved",
    severity,
    alert_key: id.toLowerCase(),
    suppressed: false,
    service: serviceReference(base, incident.service),
    incident: reference(base, "incident", "incidents", incident.id, incident.title),
    integration: null,
    body: {
      type: "alert_body",
      contexts: [],
      details: {},
      cef_details: {
        version: "1.0",
        event_class: null,
        message: summary,
        description: summary,
        severity,
        source_origin: source ?? null,
        source_component: component ?? null,
        service_group: null,
        details: {},
      },
    },
  };
}

/** Somebody on call as `GET /oncalls` shows it. */
export function onCallShape(base: Base, escalationPolicyId: string, name: string, now: number) {
  const userId = `P${name
    .replaceAll(/[^A-Z]/gi, "")
    .slice(0, 6)
    .toUpperCase()}`;
  return {
    escalation_policy: policyReference(base, escalationPolicyId),
    escalation_level: 1,
    schedule: null,
    user: reference(base, "user", "users", userId, name),
    start: seconds(now - 3_600_000),
    end: seconds(now + 6 * 3_600_000),
  };
}

function bridgeShape({ bridgeUrl }: RehearsedIncident) {
  return bridgeUrl === undefined ? null : { conference_number: null, conference_url: bridgeUrl };
}

/** The body of a V3 webhook: one event about one incident. */
export function webhookShape(base: Base, type: string, incident: RehearsedIncident, now: number) {
  const { id, number, title, service, status, urgency, openedAt } = incident;
  return eventShape(base, type, incident, now, {
    id,
    type: "incident",
    self: `${base}/incidents/${id}`,
    html_url: `${base}/incidents/${id}`,
    number,
    status,
    incident_key: id.toLowerCase(),
    created_at: seconds(openedAt),
    title,
    service: serviceReference(base, service),
    assignees: [],
    escalation_policy: policyReference(base),
    teams: [],
    priority: null,
    urgency,
    conference_bridge: bridgeShape(incident),
    resolve_reason: null,
  });
}

/** The same about an incident's conference bridge, which only points at the incident. */
export function bridgeWebhookShape(base: Base, incident: RehearsedIncident, now: number) {
  const { id, title, bridgeUrl = null } = incident;
  return eventShape(base, "conference_bridge.updated", incident, now, {
    type: "incident_conference_bridge",
    incident: reference(base, "incident", "incidents", id, title),
    conference_numbers: [],
    conference_url: bridgeUrl,
  });
}

function eventShape(
  base: Base,
  type: string,
  { service }: RehearsedIncident,
  now: number,
  data: Readonly<Record<string, unknown>>,
) {
  return {
    event: {
      id: randomUUID(),
      event_type: `incident.${type}`,
      resource_type: "incident",
      occurred_at: new Date(now).toISOString(),
      agent: serviceReference(base, service),
      client: null,
      data,
    },
  };
}

/** What `webhookShape` and `bridgeWebhookShape` give. */
export type Webhook = ReturnType<typeof eventShape>;
