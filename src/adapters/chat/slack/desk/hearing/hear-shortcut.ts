import type { Context } from "@slack/bolt";
import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import { capture } from "./capture-thread.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere } from "../installed-here.ts";
import { openModal } from "../answering/modals.ts";
import type { ShortcutBody } from "../bodies/request-bodies.ts";
import { tellAsker } from "../answering/tell-asker.ts";

/** The shortcut in a message's menu captures its thread; the one for the whole workspace shows what can be asked. */
export async function hearShortcut(
  tools: DeskTools,
  body: ShortcutBody,
  context: Context,
): Promise<void> {
  const here = await installedHere(tools, context);
  const { user, trigger_id: id } = body;
  const ask: Ask = { id, here, user: user.id, triggerId: id };
  if (body.type === "message_action") {
    const { channel, message, response_url: responseUrl } = body;
    const { ts, thread_ts: thread } = message;
    const from = { ...ask, channel: channel.id, thread, message: ts, responseUrl };
    return await capture(tools, from, thread ?? ts);
  }
  await answer(
    tools,
    ask,
    (person) => tools.handlers.onCommand({ id, line: "", person, place: placeOf(ask) }),
    {
      show: async (reply) => {
        if (!reply || (await openModal(tools, ask, reply))) return;
        await tellAsker(tools, ask, reply);
      },
    },
  );
}
