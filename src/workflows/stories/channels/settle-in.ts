import { z } from "zod";
import { channelTopic } from "../../../briefing/channel-topic.ts";
import type { Story } from "../../../briefing/story.ts";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { Reply } from "../../../model/reply.ts";
import type { Furnishing } from "../../../ports/chat.ts";
import type { Post } from "../../../ports/journal.ts";
import type { Log } from "../../../ports/log.ts";
import { usualChannel, type ChannelSettings } from "./find-channel.ts";
import { editIfPosted, type Posted, type PostTools } from "../post-once.ts";
import { sayMissing } from "./say-missing.ts";

export interface SettleTools extends PostTools {
  readonly log: Log;
  readonly channels: ChannelSettings;
}

const BOOKMARK = "depmap: map of this incident";
/** Somebody may give depmap the right that it missed. */
const TRY_AGAIN_MS = 600_000;

/** What the journal keeps of a channel, where it keeps of a message what it shows. */
const Furnished = z.object({
  /** The default channel has many incidents and is nobody's to furnish. */
  isUsual: z.boolean().optional(),
  topic: z.string().optional(),
  /** Something could not be done, and is tried again then (epoch milliseconds). */
  againAt: z.number().optional(),
});
type Furnished = z.infer<typeof Furnished>;

/**
 * Pins a briefing in the incident's own channel, bookmarks the map there and keeps the topic, each only when it is new.
 *
 * What was done last is noted in the journal, so that nothing that people took away comes back with every edit. What
 * depmap misses there is said once in the briefing's thread, and tried again later. Never fails a telling, except when
 * the lease is lost.
 */
export async function settleIn(tools: SettleTools, story: Story, posted: Posted): Promise<void> {
  const { journal, chat, clock, log } = tools;
  const { id } = story.lead;
  const { channel, message } = posted;
  const key = `furnishing ${id} in ${channel}`;
  try {
    const post = await journal.post(key);
    const now = await furnished(tools, story, posted, post && readState(post));
    if (!now) return;
    await journal.intend({ key, subject: id, chat: chat.name, channel, at: clock.now() });
    await journal.sent(key, message, JSON.stringify(now));
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "lease-lost") throw fault;
    log.warn({ incident: id, channel, why: messageOf(fault) }, "a channel is not furnished");
  }
}

/** Brings the channel up to date and gives what is so now; undefined when nothing was to be done. */
async function furnished(
  tools: SettleTools,
  story: Story,
  posted: Posted,
  before: Furnished | undefined,
): Promise<Furnished | undefined> {
  const { chat, clock, channels, term } = tools;
  const { channel, message } = posted;
  const topic = channels.keepTopic ? channelTopic(story) : undefined;
  const isDue = !before || (before.againAt !== undefined && clock.now() >= before.againAt);
  if (before?.isUsual || (!isDue && before?.topic === topic)) return undefined;
  if (!before && (await usualChannel(chat, channels)) === channel) return { isUsual: true };

  const missing = isDue ? [...(await chat.enter(channel)).missing] : [];
  term?.mayPost();
  const wanted = isDue ? all(channels, story.lead.id, message, topic) : { topic };
  missing.push(...(await chat.furnish(channel, wanted)));
  const line = { key: `missing ${story.lead.id} in ${channel}`, headline: CANNOT, words: missing };
  if (missing.length > 0) await sayMissing(tools, story.lead, posted, line);
  else if (isDue && before) await takeBack(tools, line.key);
  const againAt = missing.length > 0 ? clock.now() + TRY_AGAIN_MS : undefined;
  return { topic, againAt: isDue ? againAt : (againAt ?? before?.againAt) };
}

const CANNOT = "What depmap cannot do here";

async function takeBack(tools: SettleTools, key: string): Promise<void> {
  const headline = "depmap can do here by now what it could not";
  await editIfPosted(tools, key, Reply.parse({ headline, visibility: "channel" }));
}

function readState({ state, shown }: Post): Furnished | undefined {
  return state === "sent" && shown ? Furnished.parse(JSON.parse(shown)) : undefined;
}

function all(
  { mapUrl }: ChannelSettings,
  incidentId: string,
  pin: string,
  topic: string | undefined,
): Furnishing {
  const url = mapUrl?.(incidentId);
  return { pin, bookmark: url === undefined ? undefined : { title: BOOKMARK, url }, topic };
}
