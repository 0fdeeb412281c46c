import type { Story } from "../../../briefing/story.ts";
import { toldElsewhere } from "../../../briefing/told-elsewhere.ts";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import type { Reply } from "../../../model/reply.ts";
import type { Log } from "../../../ports/log.ts";
import { briefingKey } from "../briefing-key.ts";
import { isNotAllowed, type ChannelSettings } from "./find-channel.ts";
import { settleIn } from "./settle-in.ts";
import { postOnce, type Posted, type PostTools, type Wanted } from "../post-once.ts";
import { sayMissing } from "./say-missing.ts";
import type { Case } from "../story-book.ts";
import type { StoryRecords } from "../story-records.ts";

export interface LinkedTools extends PostTools {
  readonly log: Log;
  readonly channels: ChannelSettings;
}

/** A story as it was just told in its first channel. */
export interface Told {
  readonly story: Story;
  /** The lead first. */
  readonly members: readonly Case[];
  readonly reply: Reply;
  readonly posted: Posted;
  readonly records: StoryRecords;
  /** It stands among others in a roll-up, since there is no other channel for its lead. */
  readonly isRolled: boolean;
}

/**
 * Tells a story in every other channel that is linked to it, furnishes the channels that are its own, and gives the ids
 * of those in which a copy of its briefing stands.
 *
 * A channel linked to the lead gets the same briefing as a message of its own, edited along; one that is linked to another
 * incident of the story gets a pointer. Where depmap may not go is said once, under the first briefing. Rejects when the
 * chat is away or the lease is lost, as any telling does.
 */
export async function tellLinked(tools: LinkedTools, told: Told): Promise<readonly string[]> {
  const { story, posted, isRolled } = told;
  const alsoIn = isRolled ? [] : await showCopies(tools, told);
  if (!isRolled) await settleIn(tools, story, posted);
  for (const member of told.members.slice(1)) await pointFrom(tools, told, member, alsoIn);
  return alsoIn;
}

async function showCopies(tools: LinkedTools, told: Told): Promise<string[]> {
  const { story, members, reply, posted, records } = told;
  const [lead] = members as [Case, ...Case[]];
  const { id } = lead.incident;
  const { here, unseen } = await linkedTo(tools, lead, records.known.get(id));
  const cannot = unseen.map(
    (link) => `${link}: no channel that depmap can see; invite depmap there`,
  );
  const shown: string[] = [];
  for (const channel of here.filter((one) => one !== posted.channel)) {
    const key = copyKey(id, channel);
    try {
      const copy = await postOnce(tools, wantedIn(tools, lead, key, channel, reply));
      shown.push(channel);
      await settleIn(tools, story, copy);
    } catch (fault) {
      // Somebody deleted this copy: it is not posted again, and it was here.
      if (isGone(fault)) shown.push(channel);
      else if (isNotAllowed(fault)) cannot.push(messageOf(fault));
      else throw fault;
      tools.log.warn({ incident: id, channel, why: messageOf(fault) }, "cannot tell it there, too");
    }
  }
  if (cannot.length > 0) {
    const line = { key: `not told ${id}`, headline: "Not told in every linked channel" };
    await sayMissing(tools, lead.incident, posted, { ...line, words: cannot });
  }
  return shown;
}

/** What stands in the channels of an incident that another briefing tells: where to look. */
async function pointFrom(
  tools: LinkedTools,
  { story, posted, records }: Told,
  member: Case,
  alsoIn: readonly string[],
): Promise<void> {
  const { id } = member.incident;
  const record = records.known.get(id);
  const { here } = await linkedTo(tools, member, record);
  if (here.length === 0) return;
  const name = (await tools.chat.findChannel(posted.channel))?.name ?? posted.channel;
  const reply = fitReply(toldElsewhere(story, id, name));
  for (const channel of here) {
    const hasCopy = record?.alsoIn?.includes(channel) === true;
    if (!hasCopy && [posted.channel, ...alsoIn].includes(channel)) continue;
    const key = hasCopy ? copyKey(id, channel) : `pointer ${id} in ${channel}`;
    try {
      await postOnce(tools, wantedIn(tools, member, key, channel, reply));
    } catch (fault) {
      if (!isGone(fault) && !isNotAllowed(fault)) throw fault;
      tools.log.warn({ incident: id, channel, why: messageOf(fault) }, "cannot point from there");
    }
  }
}

/** The key of the briefing's copy in another channel. */
function copyKey(incidentId: string, channel: string): string {
  return `${briefingKey(incidentId)} in ${channel}`;
}

function wantedIn(
  { chat, term }: LinkedTools,
  { incident }: Case,
  key: string,
  channel: string,
  reply: Reply,
): Wanted {
  return {
    key,
    subject: incident.id,
    reply,
    async place() {
      await chat.enter(channel);
      return { channel };
    },
    perhapsSince: term && incident.openedAt,
  };
}

/** The ids of the channels that an incident is linked to, and the links behind which depmap sees none. */
async function linkedTo(
  { chat }: LinkedTools,
  { incident }: Case,
  record: IncidentRecord | undefined,
): Promise<{ readonly here: readonly string[]; readonly unseen: readonly string[] }> {
  const here = new Set(record?.alsoIn);
  const unseen: string[] = [];
  for (const link of incident.channelLinks ?? []) {
    const found = await chat.findChannel(link);
    if (!found) unseen.push(link);
    else if (!found.isShared) here.add(found.id);
  }
  return { here: [...here], unseen };
}

function isGone(fault: unknown): boolean {
  return fault instanceof DepmapError && fault.code === "bad-input";
}
