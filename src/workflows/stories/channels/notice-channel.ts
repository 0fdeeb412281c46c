import { channelWelcome } from "../../../briefing/channel-welcome.ts";
import { messageOf } from "../../../model/errors.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import type { Reply } from "../../../model/reply.ts";
import type { ChannelNotice, Chat } from "../../../ports/chat.ts";
import type { GraphStore } from "../../../ports/graph-store.ts";
import type { Journal } from "../../../ports/journal.ts";
import type { Log } from "../../../ports/log.ts";
import type { Metrics } from "../../../ports/metrics.ts";
import { channelMatches, namedIn } from "./channel-matches.ts";
import { isToldIn } from "./is-told-in.ts";
import { linkChannel, type LinkTools } from "./link-channel.ts";

export interface NoticeTools extends LinkTools {
  readonly chat: Chat;
  readonly store: Pick<GraphStore, "incidents">;
  readonly journal: Pick<Journal, "receive" | "postsIn">;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How an incident's own channel is called. */
  readonly channelPattern?: string | undefined;
  /** How long to wait before each further look for an incident that is not known yet. */
  readonly looksAgainAfterMs?: readonly number[] | undefined;
}

/** A channel is often opened in the same seconds in which its incident comes in. */
const LOOKS_AGAIN_AFTER_MS = [1000, 3000, 6000];
const OPEN = 500;
const RECENT = 50;
const OFFERED = 5;
/** What depmap itself did lately in a channel that it has come into. */
const LATELY_MS = 600_000;

/**
 * Has the incidents told in a channel that its name, its topic or a link names; never rejects.
 *
 * Where somebody invited depmap and no open incident is known, it says what it can do there and what it misses. It goes
 * into no channel that it was not invited to and that names no incident, and says nothing where strangers read along.
 */
export async function noticeChannel(
  tools: NoticeTools,
  notice: ChannelNotice,
): Promise<Reply | undefined> {
  if (notice.channel.isShared) return undefined;
  try {
    return await noticed(tools, notice);
  } catch (fault) {
    const { channel, why } = notice;
    tools.metrics.count("faults", { where: "channel" });
    tools.log.error({ channel: channel.id, noticed: why, why: messageOf(fault) }, "not followed");
    return undefined;
  }
}

async function noticed(tools: NoticeTools, notice: ChannelNotice): Promise<Reply | undefined> {
  const { channel, why, id: reason } = notice;
  const open = await openHere(tools, notice);
  const untold = open.filter((record) => !isToldHere(tools, record, channel.id));
  for (const { incident } of untold) {
    await linkChannel(tools, { incidentId: incident.id, channel: channel.id, reason });
  }
  if (open.length > 0 || why !== "invited" || (await cameByItself(tools, channel.id))) {
    return undefined;
  }
  const { missing } = await tools.chat.enter(channel.id);
  const recent = await tools.store.incidents({ limit: RECENT });
  const over = named(tools, notice, recent);
  const others = recent.filter(({ incident }) => incident.status !== "resolved");
  return fitReply(channelWelcome({ over, open: others.slice(0, OFFERED), missing }));
}

/** The open incidents that are told here or should be; looked for again while one may be on its way. */
async function openHere(
  tools: NoticeTools,
  notice: ChannelNotice,
): Promise<readonly IncidentRecord[]> {
  const pauses = pausesFor(tools, notice);
  for (let look = 0; ; look += 1) {
    const open = await tools.store.incidents({ open: true, limit: OPEN });
    const told = open.filter((record) => isToldHere(tools, record, notice.channel.id));
    const here = [...new Set([...told, ...named(tools, notice, open)])];
    const pauseMs = pauses[look];
    if (here.length > 0 || pauseMs === undefined) return here;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Whoever invites depmap waits for its answer; but depmap may have come by itself a moment ago, to tell something. */
function pausesFor(
  { channelPattern, looksAgainAfterMs = LOOKS_AGAIN_AFTER_MS }: NoticeTools,
  { channel, why }: ChannelNotice,
): readonly number[] {
  if (namedIn(channel, channelPattern).isAboutOne) return looksAgainAfterMs;
  return why === "invited" ? looksAgainAfterMs.slice(0, 1) : [];
}

/** Those that the channel's name or topic names, or that it was linked to before depmap could get in. */
function named(
  { channelPattern }: NoticeTools,
  { channel }: ChannelNotice,
  records: readonly IncidentRecord[],
): readonly IncidentRecord[] {
  const incidents = records.map(({ incident }) => incident);
  const matching = channelMatches(channel, incidents, channelPattern);
  return records.filter(
    ({ incident }) =>
      matching.includes(incident) || incident.channelLinks?.includes(channel.id) === true,
  );
}

function isToldHere({ chat }: NoticeTools, record: IncidentRecord, channel: string): boolean {
  return isToldIn(record, chat.name, channel) || record.begun?.channel === channel;
}

async function cameByItself({ journal, clock }: NoticeTools, channel: string): Promise<boolean> {
  return (await journal.postsIn(channel, clock.now() - LATELY_MS)).length > 0;
}
