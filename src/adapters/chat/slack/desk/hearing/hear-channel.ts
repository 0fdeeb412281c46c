import type { Context } from "@slack/bolt";
import type { Reply } from "../../../../../model/reply.ts";
import type { ChannelNotice } from "../../../../../ports/chat.ts";
import { placeOf } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere, type Here } from "../installed-here.ts";
import { postUnlessThere } from "../answering/post-unless-there.ts";
import { tellAsker } from "../answering/tell-asker.ts";
import { seeChannel } from "../answering/see-channel.ts";
import { shortReply } from "../../../../../model/short-reply.ts";

/** Slack's clock is not ours. */
const CLOCKS_APART_MS = 60_000;

/** What became known of a channel. Ids are Slack's. */
export interface ChannelNews {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number | undefined;
  readonly channel: string;
  readonly name?: string | undefined;
  readonly why: ChannelNotice["why"];
  /** Who did it. */
  readonly by?: string | undefined;
}

/** Hands over that a channel is there, is called otherwise, or has let depmap in; an answer is for the channel, once. */
export async function hearChannel(
  tools: DeskTools,
  news: ChannelNews,
  context: Context,
): Promise<void> {
  const here = await installedHere(tools, context);
  if (news.by === here.botUser) return;
  const id = here.idOf(news.channel);
  tools.channels.changed(id);
  const seen = await seeChannel(tools, id);
  if (seen?.isShared) return await declineShared(tools, news, here);
  const notice: ChannelNotice = {
    id: `${news.why} ${id} ${news.eventId}`,
    channel: seen ?? { id, name: news.name ?? news.channel },
    place: placeOf({ here, channel: news.channel }),
    why: news.why,
  };
  const reply = await tools.handlers.onChannel(notice);
  if (!reply) return;
  const since = (news.at === undefined ? tools.clock.now() : news.at * 1000) - CLOCKS_APART_MS;
  const key = `notice ${notice.id}`;
  if (await postUnlessThere(tools, { channel: id }, reply, key, since)) return;
  // What keeps it from speaking is often what the reply tells: whoever let it in can change that.
  if (news.why === "invited") await tellInviter(tools, news, here, reply);
}

async function declineShared(tools: DeskTools, news: ChannelNews, here: Here): Promise<void> {
  if (news.why !== "invited") return;
  const reply = shortReply(
    "depmap says nothing in this channel",
    "Another organisation reads along here, and the map is internal. Invite it to a channel of your own.",
  );
  await tellInviter(tools, news, here, reply);
}

async function tellInviter(
  tools: DeskTools,
  { eventId, channel, by }: ChannelNews,
  here: Here,
  reply: Reply,
): Promise<void> {
  if (by !== undefined) await tellAsker(tools, { id: eventId, here, user: by, channel }, reply);
}
