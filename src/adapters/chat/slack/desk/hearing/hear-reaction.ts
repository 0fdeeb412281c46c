import type { Context } from "@slack/bolt";
import { z } from "zod";
import { SlackRefusal } from "../../slack-web.ts";
import { isCaptureEmoji } from "../bodies/capture-emoji.ts";
import { capture } from "./capture-thread.ts";
import type { DeskTools } from "../desk-tools.ts";
import type { ReactionBody } from "../bodies/event-bodies.ts";
import { installedHere, type Here } from "../installed-here.ts";

const Message = z.object({ ts: z.string(), thread_ts: z.string().optional() });

/** Captures the thread of a message that got the reaction for it. */
export async function hearReaction(
  tools: DeskTools,
  { event_id: id, event }: z.infer<typeof ReactionBody>,
  context: Context,
): Promise<void> {
  const { user, reaction, item } = event;
  if (!isCaptureEmoji(reaction, tools.captureEmoji)) return;
  const here = await installedHere(tools, context);
  const found = await markedMessage(tools, here, item);
  if (!found) return;
  const { ts, thread_ts: thread } = found;
  await capture(tools, { id, here, user, channel: item.channel, thread }, thread ?? ts);
}

/** The message, or the root of its thread: what matters is which thread, and Slack does not say that with a reaction. */
async function markedMessage(
  { web, log }: DeskTools,
  { workspace }: Here,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<z.infer<typeof Message> | undefined> {
  try {
    const answer = await web.call(
      "conversations.replies",
      { channel, ts, limit: 1 },
      { workspace },
    );
    return z.object({ messages: z.array(Message) }).parse(answer).messages[0];
  } catch (fault) {
    if (!(fault instanceof SlackRefusal)) throw fault;
    log.info({ fault }, "a thread that somebody marked for capture cannot be read");
    return undefined;
  }
}
