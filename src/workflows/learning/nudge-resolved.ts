import { setImmediate } from "node:timers/promises";
import { nudge } from "../../briefing/nudge.ts";
import { DepmapError, messageOf } from "../../model/errors.ts";
import type { IncidentRecord } from "../../model/incident.ts";
import { fitReply } from "../../model/reply-budget.ts";
import type { Channel, Destination } from "../../ports/chat.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { channelName } from "../stories/channels/find-channel.ts";
import { postOnce, type PostTools } from "../stories/post-once.ts";
import type { Term } from "../stories/term.ts";
import { toldTogether, type ToldTogether } from "./told-together.ts";

/** When and where people are asked what they learned. */
export interface NudgeSettings {
  /** How long after a story's end. */
  readonly nudgeAfterMs: number;
  /**
   * The name of the channel in which postmortems are written, with `{channel}` (the incident's), `{number}` and `{title}`, such
   * as `{channel}-postmortem`. Unset, or where there is no such channel: the thread under the briefing.
   */
  readonly postmortemChannel?: string | undefined;
}

export interface NudgeTools extends Omit<PostTools, "term"> {
  readonly store: Pick<GraphStore, "incidents">;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly settings: NudgeSettings;
  /** Of several replicas one nudges; a post that could still be on its way when another one takes over is not made. */
  readonly isLeading: () => boolean;
}

const DAY_MS = 86_400_000;
/** Whoever has not written by then will not. */
const TOO_OLD_MS = 7 * DAY_MS;
/** What was open for longer has been talked about enough. */
const LONGEST_MS = 7 * DAY_MS;
/** A storm's nudges come a few at a time. */
const AT_ONCE = 5;

/** The key under which the nudge of a story stands, by the incident that leads it. */
export function nudgeKey(incidentId: string): string {
  return `nudge ${incidentId}`;
}

/**
 * Asks once for each story that is over, some time after its end, what was learned; for the scheduler to call.
 *
 * However often it is called, cut short or started anew, a story gets one nudge: what perhaps was posted is looked up in the
 * chat. Stories told in one message share one. What ended more than seven days ago is left alone. Rejects when the store or
 * the chat is away, and when another replica leads now; the next call goes on from there.
 */
export async function nudgeResolved(tools: NudgeTools): Promise<void> {
  const { clock, chat, journal, settings, log, metrics } = tools;
  const now = clock.now();
  const records = await recordsSince(tools, now - TOO_OLD_MS);
  const due = toldTogether(records, chat.name).filter(
    ({ over }) =>
      over !== undefined && over + settings.nudgeAfterMs <= now && over > now - TOO_OLD_MS,
  );
  let left = AT_ONCE;
  for (const story of due) {
    if (left === 0 || !tools.isLeading()) return;
    if (await isNudged(tools, story)) continue;
    try {
      await nudgeOne(tools, story);
      left -= 1;
    } catch (fault) {
      const code = fault instanceof DepmapError ? fault.code : undefined;
      if (code === "chat-away" || code === "lease-lost") throw fault;
      const incident = story.lead.incident.id;
      // Somebody deleted the briefing, and its thread with it: that was a person's will.
      if (code === "bad-input") await journal.sent(nudgeKey(incident), "", "");
      metrics.count("faults", { where: "nudge" });
      log.warn({ incident, why: messageOf(fault) }, "a nudge could not be posted");
    }
  }
}

/** Incidents that may have ended since then, newest first. One that was open for longer than a week is not asked about. */
async function recordsSince({ store }: NudgeTools, since: number): Promise<IncidentRecord[]> {
  const records: IncidentRecord[] = [];
  // A record may name a thousand components: a few at a time hold nobody up.
  const limit = 50;
  for (let after: { openedAt: number; id: string } | undefined; ;) {
    const page = await store.incidents({ limit, ...(after ? { after } : {}) });
    records.push(...page);
    const last = page.at(-1)?.incident;
    if (!last || page.length < limit || last.openedAt < since - LONGEST_MS) return records;
    after = { openedAt: last.openedAt, id: last.id };
    await setImmediate();
  }
}

/** A story that joined the message later must not bring a second nudge under it. */
async function isNudged({ journal }: NudgeTools, { lead, others }: ToldTogether): Promise<boolean> {
  for (const { incident } of [lead, ...others]) {
    if ((await journal.post(nudgeKey(incident.id)))?.state === "sent") return true;
  }
  return false;
}

async function nudgeOne(tools: NudgeTools, story: ToldTogether): Promise<void> {
  const { lead, others, over = 0 } = story;
  const key = nudgeKey(lead.incident.id);
  // Where an earlier attempt may have put it, the channel for postmortems may not have been there.
  const to = (await tools.journal.post(key)) ?? (await placeFor(tools, story));
  await postOnce(
    { ...tools, term: termOf(tools) },
    {
      key,
      subject: lead.incident.id,
      reply: fitReply(nudge(lead, others, to)),
      place: () => Promise.resolve(to),
      perhapsSince: over,
    },
  );
}

/** The channels for postmortems that are there, by the names of those in which the incident is told. */
async function postmortemChannels(
  { chat, settings: { postmortemChannel = "" } }: NudgeTools,
  lead: IncidentRecord,
  toldIn: readonly string[],
): Promise<readonly Channel[]> {
  const names = new Set<string>();
  for (const channel of toldIn) {
    names.add(
      postmortemName(postmortemChannel, (await chat.findChannel(channel))?.name ?? "", lead),
    );
  }
  const found = await Promise.all([...names].map((name) => chat.findChannel(name)));
  return found.filter((channel) => channel !== undefined && !channel.isShared) as Channel[];
}

async function placeFor(tools: NudgeTools, story: ToldTogether) {
  const { lead, channel, message, over = 0 } = story;
  const { chat, settings, log } = tools;
  const thread: Destination = { channel, thread: message };
  if (settings.postmortemChannel === undefined) return thread;
  // A channel of the incident's own comes before the one in which it happened to be told first.
  const [found] = await postmortemChannels(tools, lead, [...(lead.alsoIn ?? []), channel]);
  if (!found) return thread;
  // Another replica may have nudged before there was such a channel.
  if (await chat.findPosted(thread, nudgeKey(lead.incident.id), over)) return thread;
  try {
    await chat.enter(found.id);
    return { channel: found.id };
  } catch (fault) {
    if (!(fault instanceof DepmapError) || fault.code !== "not-allowed") throw fault;
    log.warn(
      { channel: found.name, why: messageOf(fault) },
      "cannot nudge there; in the thread instead",
    );
    return thread;
  }
}

function postmortemName(pattern: string, channel: string, { incident }: IncidentRecord): string {
  return pattern
    .replaceAll("{channel}", () => channel)
    .replaceAll(/\{number\}|\{title\}/g, (word) => channelName(word, incident));
}

/** One name for all, for a nudge is never edited. */
function termOf({ isLeading }: NudgeTools): Term {
  return {
    name: "nudge",
    fence: 0,
    since: 0,
    kept: new Set(),
    mayPost() {
      if (isLeading()) return;
      throw new DepmapError("lease-lost", "another replica may nudge now; it goes on from here");
    },
  };
}
