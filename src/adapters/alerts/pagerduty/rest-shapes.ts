import { z } from "zod";
import { alertKind } from "../../../model/alert-kind.ts";
import { Severity, type Alert, type Incident } from "../../../model/incident.ts";
import type { OnCall } from "../../../ports/alerts.ts";
import { BridgeShape, channelLinks } from "./channel-links.ts";

const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const MaybeTime = Time.optional().catch(undefined);
const MaybeText = z.string().optional().catch(undefined);
const Service = z
  .object({ id: z.string().min(1), summary: MaybeText })
  .optional()
  .catch(undefined);

/** `GET /incidents` and `/incidents/{id}`: the fields that we use. */
export const IncidentShape = z
  .object({
    id: z.string().min(1),
    incident_number: z.number().int().optional().catch(undefined),
    title: MaybeText,
    html_url: MaybeText,
    status: z.enum(["triggered", "acknowledged", "resolved"]),
    urgency: MaybeText,
    created_at: Time,
    updated_at: MaybeTime,
    last_status_change_at: MaybeTime,
    resolved_at: MaybeTime,
    service: Service,
    conference_bridge: BridgeShape,
  })
  .transform((shape): Incident => {
    const updatedAt = shape.updated_at ?? shape.last_status_change_at ?? shape.created_at;
    const resolved = shape.status === "resolved";
    const links = channelLinks(shape.conference_bridge?.conference_url);
    return {
      id: shape.id,
      number: shape.incident_number,
      title: shape.title ?? `Incident ${shape.id}`,
      url: shape.html_url,
      status: shape.status,
      urgency: shape.urgency,
      openedAt: shape.created_at,
      resolvedAt: resolved
        ? (shape.resolved_at ?? shape.last_status_change_at ?? updatedAt)
        : undefined,
      pagerdutyServiceId: shape.service?.id,
      serviceName: shape.service?.summary,
      alerts: [],
      ...(links.length > 0 ? { channelLinks: links } : {}),
      updatedAt,
    };
  });

const Fields = z.record(z.string(), z.unknown()).catch({});

/** `GET /incidents/{id}/alerts`: the fields that we use. */
export const AlertShape = z
  .object({
    id: z.string().min(1),
    summary: MaybeText,
    status: MaybeText,
    severity: MaybeText,
    created_at: Time,
    resolved_at: MaybeTime,
    updated_at: MaybeTime,
    service: Service,
    body: Fields,
  })
  .transform((shape): Alert => {
    const summary = shape.summary ?? "alert without words";
    const cef = Fields.parse(shape.body["cef_details"]);
    const severity = Severity.safeParse((shape.severity ?? String(cef["severity"])).toLowerCase());
    return {
      id: shape.id,
      summary,
      // PagerDuty leaves it out where no integration set one; it pages for those as for errors.
      severity: severity.data ?? "error",
      kind: alertKind(summary),
      at: shape.created_at,
      resolvedAt:
        shape.status === "resolved"
          ? (shape.resolved_at ?? shape.updated_at ?? shape.created_at)
          : undefined,
      pagerdutyServiceId: shape.service?.id,
      serviceName: shape.service?.summary,
      mentions: mentionsIn(shape.body, cef),
    };
  });

/** Where integrations write what the alert is about, the most exact first. */
const MENTIONING = [
  "source_component",
  "component",
  "service",
  "service_name",
  "app",
  "application",
  "deployment",
  "workload",
  "job",
  "database",
  "queue",
  "topic",
  "source_origin",
  "source",
  "service_group",
  "group",
  "host",
] as const;

function mentionsIn(
  body: Readonly<Record<string, unknown>>,
  cef: Readonly<Record<string, unknown>>,
): string[] {
  const outer = [cef, Fields.parse(cef["details"]), Fields.parse(body["details"])];
  const places = outer.flatMap((place) => [place, Fields.parse(place["custom_details"])]);
  const named = MENTIONING.flatMap((name) => places.map((place) => place[name]));
  const texts = named.filter((value) => typeof value === "string");
  const tidy = texts.map((text) => text.trim()).filter((text) => text !== "" && text.length <= 300);
  return [...new Set(tidy)];
}

/** `GET /oncalls`: the fields that we use. */
export const OnCallShape = z
  .object({
    end: MaybeTime,
    user: z.object({ summary: MaybeText, name: MaybeText }),
    escalation_policy: z.object({ id: z.string().min(1) }),
    escalation_level: z.number().optional().catch(undefined),
  })
  .transform((shape): OnCall & { readonly level: number } => ({
    name: shape.user.summary ?? shape.user.name ?? "somebody without a name",
    escalationPolicyId: shape.escalation_policy.id,
    until: shape.end,
    level: shape.escalation_level ?? 1,
  }));
