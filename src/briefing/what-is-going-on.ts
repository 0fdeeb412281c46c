import type { ComponentId } from "../model/component.ts";
import { durationWords } from "../model/duration-words.ts";
import type { Incident, Severity } from "../model/incident.ts";
import type { Block, Tone } from "../model/reply.ts";
import type { Story } from "./story.ts";

const SEVERITIES: readonly Severity[] = ["critical", "error", "warning", "info"];
const NAMED = 5;

/** The loudest severity of the story's open alerts; of all when none is open. */
export function severityOf({ lead, others }: Pick<Story, "lead" | "others">): Severity {
  const alerts = [lead, ...others].flatMap((incident) => incident.alerts);
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === undefined);
  const counted = open.length > 0 ? open : alerts;
  const loudest = SEVERITIES.find((one) => counted.some(({ severity }) => severity === one));
  return loudest ?? (lead.urgency === "low" ? "warning" : "critical");
}

/** The tone of a message about a severity. */
export function toneOf(severity: Severity): Tone {
  return severity === "critical" || severity === "error" ? "down" : "degraded";
}

/** An incident as people speak of it: `#42 Checkout is slow`. */
export function titleOf({ number, title }: Pick<Incident, "number" | "title">): string {
  return number === undefined ? title : `#${number} ${title}`;
}

/** `02:13 UTC`, with the day when it is not the day of `now`. */
export function timeOfDay(at: number, now: number): string {
  const [day, time] = new Date(at).toISOString().split("T") as [string, string];
  const today = new Date(now).toISOString().startsWith(day);
  return `${today ? "" : `${day} `}${time.slice(0, 5)} UTC`;
}

/** A number and its noun: `1 alert`, `3 alerts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** First names, then how many more: `a, b +3 more`. */
export function someOf(names: readonly string[], limit: number): string {
  const more = names.length > limit ? ` +${names.length - limit} more` : "";
  return names.slice(0, limit).join(", ") + more;
}

/** Severity, since when, and how many alerts on how many components. */
export function whatIsGoingOn(story: Story, name: (id: ComponentId) => string): Block {
  const { lead, others, now } = story;
  const since = Math.min(lead.openedAt, ...others.map(({ openedAt }) => openedAt));
  const age = now - since < 60_000 ? "just now" : durationWords(now - since);
  const lines = [
    `Since ${timeOfDay(since, now)} (${age}), ${lead.status}. ${alertsLine(story, name)}.`,
  ];
  if (others.length > 0) lines.push(`Told here too: ${someOf(others.map(told), NAMED)}.`);
  return { type: "section", title: "What is going on", text: lines.join("\n") };
}

function told(incident: Incident): string {
  return incident.status === "resolved" ? `${titleOf(incident)} (resolved)` : titleOf(incident);
}

function alertsLine(
  { lead, others, alerting, unmapped }: Story,
  name: (id: ComponentId) => string,
): string {
  const alerts = [lead, ...others].flatMap((incident) => incident.alerts);
  const resolved = alerts.filter(({ resolvedAt }) => resolvedAt !== undefined).length;
  const names = alerting.map(({ component }) => name(component));
  const unknown = unmapped.map(({ name }) => `“${name}”`);
  const parts = [
    ...(names.length > 0 ? [`${count(names.length, "component")}: ${someOf(names, NAMED)}`] : []),
    ...(unknown.length > 0
      ? [`${count(unknown.length, "unmapped service")}: ${someOf(unknown, NAMED)}`]
      : []),
  ];
  const said =
    alerts.length === 0 ? "No alert can be read; the incident is" : count(alerts.length, "alert");
  const over = resolved > 0 ? ` (${resolved} resolved)` : "";
  return `${said}${over} on ${parts.join(", and ")}`;
}
