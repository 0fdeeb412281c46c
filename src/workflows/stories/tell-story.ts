import { briefing } from "../../briefing/briefing.ts";
import { changeLines } from "../../briefing/change-lines.ts";
import { resolvedSummary } from "../../briefing/resolved-summary.ts";
import type { Story } from "../../briefing/story.ts";
import { toldElsewhere } from "../../briefing/told-elsewhere.ts";
import { DepmapError, messageOf } from "../../model/errors.ts";
import type { IncidentRecord } from "../../model/incident.ts";
import { fitReply } from "../../model/reply-budget.ts";
import type { Reply } from "../../model/reply.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { briefingKey } from "./briefing-key.ts";
import { findChannel, ownChannel, type ChannelSettings } from "./channels/find-channel.ts";
import { gatherStory, type GatherTools } from "./gather-story.ts";
import { editIfPosted, postOnce, type Posted, type PostTools } from "./post-once.ts";
import { placeStory, pointFromRollUps, reopened, showRolled } from "./place-story.ts";
import type { RollUps } from "./storm/roll-ups.ts";
import { sayLines } from "./say-lines.ts";
import { isOpen, type Case, type StoryBook } from "./story-book.ts";
import {
  adoptBriefings,
  beginBriefing,
  keepRecords,
  recordsOf,
  toldBefore,
  type StoryRecords,
} from "./story-records.ts";
import type { Teller } from "./story-teller.ts";
import { tellLinked } from "./channels/tell-linked.ts";

export interface TellTools extends PostTools, GatherTools {
  readonly store: GraphStore;
  readonly snapshots: { current(): Snapshot };
  readonly log: Log;
  readonly metrics: Metrics;
  readonly channels: ChannelSettings;
  readonly rollUps: RollUps;
}

/**
 * Brings the chat and the store up to what the book knows of one story.
 *
 * In this order, so that a crash anywhere is made good by doing it again: where it is going to be told, in a briefing
 * or in a roll-up, also for other replicas; that message; one line in its thread per change since the records were
 * kept, a pointer in every other message of the story, the other channels that are linked to it, the members' records,
 * and the lead's record last. Gives the incidents that left the story meanwhile: they are told elsewhere.
 */
export async function tellStory(
  tools: TellTools,
  book: StoryBook,
  teller: Teller,
  lead: string,
): Promise<readonly string[]> {
  const members = book.membersOf(lead);
  const [first] = members;
  if (!first) return [];
  // From here on the message is on its way: who joins now joins this briefing.
  book.briefed(lead, tools.clock.now());
  const records = await recordsOf(tools.store, members);
  await adoptBriefings(tools, records);
  const { rolled, channel } = await placeStory(tools, first, records);
  if (rolled) book.rolledUp(lead);
  const story = await gatherStory(rolled ? { ...tools, painter: undefined } : tools, members);
  const reply = fitReply(members.some(isOpen) ? briefing(story) : resolvedSummary(story));
  const posted = rolled
    ? await showRolled(tools, first, rolled, story, records)
    : await showBriefing(tools, first, reply, records, channel);

  const lines = rolled ? reopened(records, story) : changeLines(toldBefore(records), story);
  const { revision = 0, held: heldBefore = 0 } = records.known.get(lead) ?? {};
  // Whoever told it last may have been cut short between its lines and its record.
  const perhapsSince = tools.term?.kept.has(lead) ? undefined : otherTellersSince(tools, first);
  const said = { lead, revision, lines, held: heldBefore, posted, perhapsSince };
  const held = await sayLines(tools, said);
  for (const member of members.slice(1)) {
    const { id } = member.incident;
    await teller.quiet(id);
    if (hasLeft(member)) continue;
    await point(tools, member, story, posted.channel, records.known.get(id));
  }
  const stayed = () => members.filter((member) => !hasLeft(member));
  const isRolled = rolled !== undefined;
  const told = { story, members: stayed(), reply, posted, records, isRolled };
  const alsoIn = await tellLinked(tools, told);
  await pointFromRollUps(tools, stayed(), story, posted);
  const next = revision + (lines.length > 0 || held !== heldBefore ? 1 : 0);
  const where = { ...posted, alsoIn, held, rolled };
  await keepRecords(tools, story, stayed(), records, where, next);
  const now = book.membersOf(lead);
  const same = now.every(({ incident }, place) => incident === members[place]?.incident);
  const left = members.filter(hasLeft);
  if (same && !members.some(isOpen)) book.close(lead);
  return left.map(({ incident }) => incident.id);

  function hasLeft(member: Case): boolean {
    const { id } = member.incident;
    return id !== lead && book.leadOf(id) !== lead;
  }
}

/** Since when another replica may have told of this incident; undefined when there is none. */
function otherTellersSince({ term }: TellTools, { incident }: Case): number | undefined {
  return term && incident.openedAt;
}

async function showBriefing(
  tools: TellTools,
  told: Case,
  reply: Reply,
  records: StoryRecords,
  chosen: string | undefined,
): Promise<Posted> {
  const { chat, clock, log, metrics } = tools;
  const { incident, receivedAt } = told;
  const key = briefingKey(incident.id);
  const linked = records.known.get(incident.id)?.channel;
  const perhapsSince = otherTellersSince(tools, told);
  const place = async () => {
    const channel = chosen ?? (await findChannel(chat, tools.channels, incident, linked));
    await beginBriefing(tools, told, records, channel);
    return { channel };
  };
  const earlier = await tools.journal.post(key);
  if (earlier && records.known.get(incident.id)?.begun === undefined) {
    // It was begun while the store was away.
    await beginBriefing(tools, told, records, earlier.channel, earlier.at);
  }
  try {
    const wanted = { key, subject: incident.id, reply, place, perhapsSince };
    const posted = await postOnce(tools, wanted);
    if (posted.did === "posted" || posted.did === "found") {
      metrics.count("briefings_posted", { chat: chat.name });
      if (receivedAt !== undefined) {
        metrics.observe("briefing_seconds", Math.max(0, clock.now() - receivedAt) / 1000);
      }
    }
    if (posted.did === "edited") metrics.count("briefing_edits", { chat: chat.name });
    return posted;
  } catch (fault) {
    const post = await tools.journal.post(key);
    if (!isGone(fault) || post?.message === undefined) throw fault;
    // Somebody deleted the briefing. That was a person's will: it is not posted again.
    log.warn(
      { incident: incident.id, why: messageOf(fault) },
      "the briefing is gone from the chat",
    );
    return { channel: post.channel, message: post.message, did: "nothing" };
  }
}

/**
 * Says of an incident that is told elsewhere where to look: in its own message if it has one, and in the channel that
 * somebody opened for it, once.
 */
async function point(
  tools: TellTools,
  member: Case,
  story: Story,
  channel: string,
  record: IncidentRecord | undefined,
): Promise<void> {
  const { journal, chat, channels, log } = tools;
  const { incident } = member;
  const key = briefingKey(incident.id);
  const isPosted = (await journal.post(key)) !== undefined;
  if (!isPosted && record?.attachedTo === story.lead.id) return;
  const name = (await chat.findChannel(channel))?.name ?? channel;
  const reply = fitReply(toldElsewhere(story, incident.id, name));
  try {
    if (isPosted) await editIfPosted(tools, key, reply);
    else {
      const own = await ownChannel(chat, channels, incident);
      if (own === undefined || own === channel) return;
      const place = () => Promise.resolve({ channel: own });
      await postOnce(tools, {
        key: `pointer ${incident.id}`,
        subject: incident.id,
        reply,
        place,
        perhapsSince: otherTellersSince(tools, member),
      });
    }
  } catch (fault) {
    if (!isGone(fault)) throw fault;
    log.warn({ incident: incident.id, why: messageOf(fault) }, "a briefing is gone from the chat");
  }
}

function isGone(fault: unknown): boolean {
  return fault instanceof DepmapError && fault.code === "bad-input";
}
