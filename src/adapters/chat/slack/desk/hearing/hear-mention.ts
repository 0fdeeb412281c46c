import type { Context } from "@slack/bolt";
import type { z } from "zod";
import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import { capture } from "./capture-thread.ts";
import type { DeskTools } from "../desk-tools.ts";
import type { MentionBody } from "../bodies/event-bodies.ts";
import { installedHere } from "../installed-here.ts";
import { lineFor } from "../bodies/typed-line.ts";
import { shortReply } from "../../../../../model/short-reply.ts";

/** Answers `@depmap …` where it stands; `@depmap capture` captures the thread in which it stands. */
export async function hearMention(
  tools: DeskTools,
  { event_id: id, event }: z.infer<typeof MentionBody>,
  context: Context,
): Promise<void> {
  // Two bots that mention each other would never end.
  if (event.user === undefined || event.bot_id !== undefined) return;
  const here = await installedHere(tools, context);
  const { user, channel, thread_ts: thread } = event;
  const ask: Ask = { id, here, user, channel, thread };
  const line = lineFor(here.botUser, event.text);
  if (!/^capture\b/i.test(line)) {
    return await answer(tools, ask, (person) =>
      tools.handlers.onCommand({ id, line, person, place: placeOf(ask) }),
    );
  }
  if (thread !== undefined) return await capture(tools, ask, thread);
  await answer(tools, ask, async () => NO_THREAD);
}

const NO_THREAD = shortReply(
  "There is no thread here to read",
  "Write “@depmap capture” in the thread, or choose “Capture dependencies” in the menu of one of its messages.",
);
