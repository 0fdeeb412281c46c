import { z } from "zod";
import { Incident } from "../../model/incident.ts";
import type { Alerts, Heard } from "../../ports/alerts.ts";
import type { ReceivedEvent } from "../../ports/journal.ts";
import { ChannelLinked } from "./channels/link-channel.ts";

/** What reconciliation writes into the journal when PagerDuty told it something that no webhook did. */
export const Reconciled = z.object({ reconciled: Incident, at: z.number() });
export type Reconciled = z.infer<typeof Reconciled>;

/**
 * The incident that these events add up to, by the sender's clock; undefined when none of them shows one.
 *
 * The order of arrival and repetitions do not count: the event that happened last decides, so an old `triggered`
 * after `resolved` reopens nothing and a `reopened` does. `known` is what was built before, from events that may be
 * forgotten by now. Alerts are those of `known`: webhooks carry none.
 */
export function incidentFromEvents(
  events: readonly ReceivedEvent[],
  alerts: Pick<Alerts, "read">,
  known: Incident | undefined,
): Incident | undefined {
  const heard = events.map((event) => heardIn(event, alerts));
  const views = heard.flatMap(({ at, event, incident }): View[] =>
    incident ? [{ at, event, incident }] : [],
  );
  if (known) views.push({ at: known.updatedAt, event: "known", incident: known });
  const latest = views.toSorted(byTime).at(-1);
  if (!latest) return undefined;

  const { status } = latest.incident;
  const resolvedAt =
    status === "resolved" ? (resolvedSince(views) ?? latest.incident.resolvedAt) : undefined;
  const channelLinks = linksIn(heard, known);
  return {
    ...withoutResolution(latest.incident),
    number:
      latest.incident.number ?? views.find(({ incident }) => incident.number)?.incident.number,
    openedAt: Math.min(...views.map(({ incident }) => incident.openedAt)),
    alerts: known?.alerts ?? [],
    updatedAt: latest.at,
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
    ...(channelLinks.length > 0 ? { channelLinks } : {}),
  };
}

interface View {
  readonly at: number;
  readonly event: string;
  readonly incident: Incident;
}

/** What an event of the journal says, whoever wrote it: PagerDuty, or depmap itself. */
export function heardIn(event: ReceivedEvent, alerts: Pick<Alerts, "read">): Heard {
  const body = jsonIn(event.body);
  const { data: linked } = ChannelLinked.safeParse(body);
  if (event.sender === "chat" && linked) {
    const { channelLinked: channel, at } = linked;
    const { id: eventId, subject } = event;
    return { eventId, subject, event: "channel linked", at, channelLinks: [channel] };
  }
  const own = Reconciled.safeParse(body);
  if (!own.success) return alerts.read(event.body);
  const { reconciled: incident, at } = own.data;
  return { eventId: event.id, subject: incident.id, event: "reconciled", at, incident };
}

/** None is taken back: where it was once told, it is told to its end. */
function linksIn(heard: readonly Heard[], known: Incident | undefined): string[] {
  const fresh = heard.flatMap(({ at, channelLinks = [], incident }) =>
    [...channelLinks, ...(incident?.channelLinks ?? [])].map((link) => ({ at, link })),
  );
  const ordered = fresh.toSorted((a, b) => a.at - b.at || (a.link < b.link ? -1 : 1));
  return [...new Set([...(known?.channelLinks ?? []), ...ordered.map(({ link }) => link)])];
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not ours then; the alerts adapter says what it is.
    return undefined;
  }
}

const RANK = { triggered: 0, acknowledged: 1, resolved: 2 } as const;

/** By time; of two at the same millisecond the one further on in an incident's life is the later one. */
function byTime(a: View, b: View): number {
  const rank = ({ incident }: View) => RANK[incident.status];
  return a.at - b.at || rank(a) - rank(b) || (a.event < b.event ? -1 : 1);
}

/** When the last unbroken run of `resolved` began, by the events; by what was known only when they are forgotten. */
function resolvedSince(views: readonly View[]): number | undefined {
  const ordered = views.toSorted(byTime);
  const lastOpen = ordered.findLastIndex(({ incident }) => incident.status !== "resolved");
  const run = ordered.slice(lastOpen + 1).filter(({ event }) => event !== "known");
  const [first] = run;
  return first && (first.incident.resolvedAt ?? first.at);
}

function withoutResolution(incident: Incident): Incident {
  const { resolvedAt, ...rest } = incident;
  return resolvedAt === undefined ? incident : rest;
}
