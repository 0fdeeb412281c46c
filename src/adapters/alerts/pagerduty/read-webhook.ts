import { createHash } from "node:crypto";
import { z } from "zod";
import type { Incident } from "../../../model/incident.ts";
import type { Heard } from "../../../ports/alerts.ts";
import { BridgeShape, channelLinks, FieldsShape } from "./channel-links.ts";

const Id = z.string().min(1).max(200);
const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A V3 webhook, each field for itself: a strange one must not hide the others. */
const Envelope = z.object({
  event: z.object({
    id: Id.optional().catch(undefined),
    event_type: Id.optional().catch(undefined),
    occurred_at: Time.optional().catch(undefined),
    data: z.unknown(),
  }),
});

const About = z.object({
  id: Id.optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  /** Notes, status updates and responders point at their incident. */
  incident: z.object({ id: Id }).optional().catch(undefined),
  /** Of a conference bridge that was updated. */
  conference_url: z.string().optional().catch(undefined),
  custom_fields: FieldsShape,
});

const Status = z.enum(["triggered", "acknowledged", "resolved"]);

const Shown = z.object({
  id: Id,
  number: z.number().int().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  html_url: z.string().optional().catch(undefined),
  status: Status.optional().catch(undefined),
  urgency: z.string().optional().catch(undefined),
  created_at: Time.optional().catch(undefined),
  service: z
    .object({ id: Id, summary: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  conference_bridge: BridgeShape,
});

/** What a webhook's body says; `unreadable` for one that is no PagerDuty event. Never throws. */
export function readWebhook(body: string): Heard {
  const unread = {
    eventId: `body:${sha256(body)}`,
    subject: "unreadable",
    event: "unreadable",
    at: 0,
  };
  const envelope = Envelope.safeParse(jsonOf(body));
  if (!envelope.success) return unread;

  const { id, event_type: event = "unreadable", occurred_at: at, data } = envelope.data.event;
  const about = About.safeParse(data).data;
  const isIncident = about?.type === "incident";
  const incident = isIncident ? incidentIn(data, event, at) : undefined;
  const links = channelLinks(about?.conference_url, about?.custom_fields);
  const subject = about?.incident?.id ?? (isIncident ? about.id : undefined) ?? event;
  return {
    eventId: id ?? unread.eventId,
    subject,
    event,
    at: at ?? incident?.openedAt ?? 0,
    ...(incident ? { incident } : {}),
    ...(links.length > 0 ? { channelLinks: links } : {}),
  };
}

function incidentIn(data: unknown, event: string, at: number | undefined): Incident | undefined {
  const shown = Shown.safeParse(data).data;
  if (!shown) return undefined;
  const status = shown.status ?? statusAfter(event);
  const openedAt = shown.created_at ?? at;
  if (!status || openedAt === undefined) return undefined;
  const updatedAt = at ?? openedAt;
  const links = channelLinks(shown.conference_bridge?.conference_url);
  return {
    id: shown.id,
    number: shown.number,
    title: shown.title ?? `Incident ${shown.id}`,
    url: shown.html_url,
    status,
    urgency: shown.urgency,
    openedAt,
    resolvedAt: status === "resolved" ? updatedAt : undefined,
    pagerdutyServiceId: shown.service?.id,
    serviceName: shown.service?.summary,
    alerts: [],
    ...(links.length > 0 ? { channelLinks: links } : {}),
    updatedAt,
  };
}

function statusAfter(event: string): Incident["status"] | undefined {
  if (event === "incident.reopened" || event === "incident.unacknowledged") return "triggered";
  return Status.safeParse(event.replace("incident.", "")).data;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
