import { z } from "zod";
import { nameOf } from "../src/model/component.ts";
import { durationWords } from "../src/model/duration-words.ts";
import type { IncidentRecord } from "../src/model/incident.ts";
import { cutText } from "../src/model/plain-text.ts";
import { utcWords } from "../src/model/utc-words.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";

/** `/depmap incident [ID]`: where does this incident stand, or which were the last ones? */
export const incidentCommand = defineCommand({
  name: "incident",
  aliases: ["incidents"],
  summary: "Show one incident, this channel's, or the last five",
  args: z.object({ incident: z.string().optional() }),
  positionals: ["incident"],
  example: "incident",
  effects: "none",
  async run(context, { incident: asked }) {
    const wanted = asked?.trim().replace(/^#/, "") || context.incidentId;
    const recent = await context.store.incidents({ limit: 50 });
    const record =
      recent.find(({ incident }) => wanted && String(incident.number) === wanted) ??
      (wanted && (await context.store.incident(wanted)));
    if (record) {
      const lead = record.attachedTo && (await context.store.incident(record.attachedTo));
      return { reply: one(record, lead || undefined, context.now), data: record };
    }
    const last = recent.slice(0, 5);
    const similar = last.map(({ incident }) => incident.id);
    const data = asked ? { unknown: asked, similar } : last;
    return { reply: list(asked, last, context.now), data };
  },
});

const TONES = { triggered: "down", acknowledged: "degraded", resolved: "ok" } as const;

function titleOf({ incident }: IncidentRecord): string {
  const number = incident.number === undefined ? "" : `#${incident.number} `;
  return `${number}${incident.title.trim() || incident.id}`;
}

function one(record: IncidentRecord, lead: IncidentRecord | undefined, now: number): Reply {
  const { incident, origin, affected } = record;
  const until = incident.resolvedAt ?? now;
  const facts = [
    { label: "Status", value: incident.status },
    {
      label: "Since",
      value: `${utcWords(incident.openedAt)} (${durationWords(until - incident.openedAt)})`,
    },
    { label: "Alerts", value: String(incident.alerts.length) },
    {
      label: "Probable origin",
      value: record.verdict === "cannot tell" || !origin ? "cannot tell" : nameOf(origin),
    },
    ...(lead ? [{ label: "Told with", value: titleOf(lead) }] : []),
  ];
  const items = affected.slice(0, 10).map(({ component, state }) => ({
    text: `${nameOf(component)} ${state}`,
    tone: state === "down" || state === "degraded" || state === "stale" ? state : "neutral",
  }));
  const buttons = origin
    ? ["blast-radius", "owners", "depends-on"].map((command) => ({
        label: command,
        action: { type: "command", line: `${command} ${origin}` },
      }))
    : [];
  return Reply.parse({
    headline: titleOf(record),
    tone: TONES[incident.status],
    blocks: [
      { type: "facts", facts },
      ...(items.length > 0
        ? [
            {
              type: "list",
              title: "Hit, as last seen",
              items,
              more: affected.length - items.length,
            },
          ]
        : []),
      ...(buttons.length > 0 ? [{ type: "buttons", buttons }] : []),
    ],
  });
}

function list(asked: string | undefined, recent: readonly IncidentRecord[], now: number): Reply {
  const headline = asked
    ? `No incident “${asked}” is known`
    : recent.length > 0
      ? "The last incidents"
      : "No incident yet";
  const buttons = recent.map((record) => ({
    label: cutText(titleOf(record), 75),
    action: { type: "command", line: `incident ${record.incident.id}` },
  }));
  const items = recent.map((record) => ({
    text: `${titleOf(record)}: ${record.incident.status}, ${durationWords(now - record.incident.openedAt)} ago`,
    tone: TONES[record.incident.status],
  }));
  return Reply.parse({
    headline,
    blocks:
      recent.length > 0
        ? [
            { type: "list", items },
            { type: "buttons", buttons },
          ]
        : [
            {
              type: "section",
              text: "PagerDuty's webhooks bring them; the README says how to connect it.",
            },
          ],
  });
}
