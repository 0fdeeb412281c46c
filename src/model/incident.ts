import { z } from "zod";
import { ComponentId } from "./component.ts";

/** How loud an alert is, in PagerDuty's words. */
export const Severity = z.enum(["critical", "error", "warning", "info"]);
export type Severity = z.infer<typeof Severity>;

/** What an alert is about, as far as its text says; `traffic` means that too little arrives. */
export const AlertKind = z.enum([
  "latency",
  "errors",
  "availability",
  "saturation",
  "traffic",
  "other",
]);
export type AlertKind = z.infer<typeof AlertKind>;

/** One alert of an incident. */
export const Alert = z.object({
  id: z.string().min(1),
  /** Its words, as PagerDuty has them. */
  summary: z.string(),
  severity: Severity,
  kind: AlertKind,
  /** Epoch milliseconds. */
  at: z.number(),
  resolvedAt: z.number().optional(),
  /** The PagerDuty service that it came in on, and that service's name. */
  pagerdutyServiceId: z.string().optional(),
  serviceName: z.string().optional(),
  /** The component in the alert's own payload (`source` or `component`), if it names one. */
  mentions: z.array(z.string()).default([]),
});
export type Alert = z.infer<typeof Alert>;

/** A PagerDuty incident as far as we know it, whatever the order in which we heard of it. */
export const Incident = z.object({
  id: z.string().min(1),
  number: z.number().int().optional(),
  title: z.string(),
  url: z.string().optional(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  urgency: z.string().optional(),
  /** Epoch milliseconds. */
  openedAt: z.number(),
  resolvedAt: z.number().optional(),
  pagerdutyServiceId: z.string().optional(),
  serviceName: z.string().optional(),
  alerts: z.array(Alert).default([]),
  /**
   * Channels that somebody linked to it, in the order in which that was heard: links from PagerDuty, and ids of a
   * channel of the chat where it was linked there.
   */
  channelLinks: z.array(z.string()).optional(),
  /** When this state was true: the newest event or reply it was built from. */
  updatedAt: z.number(),
});
export type Incident = z.infer<typeof Incident>;

/** What depmap keeps of an incident beside PagerDuty's own words. */
export const IncidentRecord = z.object({
  incident: Incident,
  /** Where it is talked about: chat adapter, channel, and the briefing's message. */
  chat: z.string().optional(),
  channel: z.string().optional(),
  briefingMessage: z.string().optional(),
  /**
   * Its own briefing, written down before it is posted when several replicas tell: without `message` it is perhaps in
   * the chat, perhaps not. It stays when the incident is later told in another's briefing.
   */
  begun: z
    .object({ at: z.number(), channel: z.string(), message: z.string().optional() })
    .optional(),
  /**
   * The message in which it is told with others, because more came at once than a channel can be told one by one; `at`
   * is when it joined. Whoever has this has no briefing in that channel, and may have one in a channel of its own.
   */
  rollUp: z
    .object({
      key: z.string(),
      channel: z.string(),
      at: z.number(),
      message: z.string().optional(),
    })
    .optional(),
  /** How many changes were not said in the thread, because the channel was told much at the time. */
  held: z.number().int().positive().optional(),
  /** The likeliest origin when the briefing was last written, and all that it called affected. */
  origin: ComponentId.optional(),
  verdict: z.enum(["ranked", "cannot tell"]).optional(),
  affected: z.array(z.object({ component: ComponentId, state: z.string() })).default([]),
  /** The whole story's end stands in the chat; until then the record is told again after a start. */
  closed: z.boolean().optional(),
  /** The incident whose briefing tells this story too. */
  attachedTo: z.string().optional(),
  /** Ids of channels, beside `channel`, in which a copy of its briefing stands and is edited along. */
  alsoIn: z.array(z.string()).optional(),
  /** How many times what was told has changed; it numbers the lines in the thread. */
  revision: z.number().int().nonnegative().optional(),
  /** The fencing token of the lease under which it was written; a lower one never overwrites it. */
  fence: z.number().int().nonnegative().optional(),
  /** What people confirmed after it was over. */
  confirmed: z.object({ origin: ComponentId.optional(), missed: z.array(z.string()) }).optional(),
});
export type IncidentRecord = z.infer<typeof IncidentRecord>;
