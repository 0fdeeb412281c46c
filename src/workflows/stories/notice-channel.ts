import type { Reply } from "../../model/reply.ts";
import type { Chat, ChannelNotice } from "../../ports/chat.ts";

/** Finds the incident that a channel is about, joins the channel, and has the incident told there. */
export async function noticeChannel(
  { chat }: { readonly chat: Chat },
  { channel, why }: ChannelNotice,
): Promise<Reply | undefined> {
  if (why === "invited") await chat.enter(channel.id);
  return undefined;
}
