import { channelTopic } from "../../briefing/channel-topic.ts";
import type { Story } from "../../briefing/story.ts";
import { DepmapError, messageOf } from "../../model/errors.ts";
import type { Furnishing } from "../../ports/chat.ts";
import type { Log } from "../../ports/log.ts";
import { usualChannel, type ChannelSettings } from "./find-channel.ts";
import type { Posted, PostTools } from "./post-once.ts";
import { sayMissing } from "./say-missing.ts";

export interface SettleTools extends PostTools {
  readonly log: Log;
  readonly channels: ChannelSettings;
}

const BOOKMARK = "depmap: map of this incident";
/** What the journal keeps of the default channel, which has many incidents and is nobody's to furnish. */
const SHARED = "the default channel";

/**
 * Pins a briefing in the incident's own channel, bookmarks the map there and keeps the topic, each only when it is new.
 *
 * What was done last is noted in the journal, so that nothing that people took away comes back with every edit. What
 * depmap misses there is said once in the briefing's thread. Never fails a telling, except when the lease is lost.
 */
export async function settleIn(tools: SettleTools, story: Story, posted: Posted): Promise<void> {
  const { journal, chat, clock, channels, term, log } = tools;
  const { id } = story.lead;
  const { channel, message } = posted;
  const key = `furnishing ${id} in ${channel}`;
  const topic = channels.keepTopic ? channelTopic(story) : undefined;
  try {
    const earlier = await journal.post(key);
    if (earlier?.state === "sent" && [topic ?? "", SHARED].includes(earlier.shown ?? "")) return;
    const isFirst = earlier?.state !== "sent";
    const isShared = isFirst && (await usualChannel(chat, channels)) === channel;

    const missing: string[] = [];
    if (!isShared) {
      if (isFirst) missing.push(...(await chat.enter(channel)).missing);
      term?.mayPost();
      const wanted = isFirst ? all(channels, id, message, topic) : { topic };
      missing.push(...(await chat.furnish(channel, wanted)));
    }
    if (missing.length > 0) {
      const line = { key: `missing ${id} in ${channel}`, headline: "What depmap cannot do here" };
      await sayMissing(tools, story.lead, posted, { ...line, words: missing });
    }
    await journal.intend({ key, subject: id, chat: chat.name, channel, at: clock.now() });
    await journal.sent(key, message, isShared ? SHARED : (topic ?? ""));
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "lease-lost") throw fault;
    log.warn({ incident: id, channel, why: messageOf(fault) }, "a channel is not furnished");
  }
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
