import { DepmapError } from "../../../../model/errors.ts";
import type { Reply } from "../../../../model/reply.ts";
import type { Ask } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";

/** How long a request may wait for its answer and still be found answered. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/**
 * Posts the answer where it was asked, for everybody to see, once per request.
 *
 * False where depmap may not post. Rejects with `chat-away` when nobody knows whether it stands there: asked again,
 * it is looked for.
 */
export async function postOnceInChannel(
  { chat, clock, log }: Pick<DeskTools, "chat" | "clock" | "log">,
  { id, here, channel, thread }: Pick<Ask, "id" | "here" | "channel" | "thread">,
  reply: Reply,
): Promise<boolean> {
  if (channel === undefined) return false;
  const to = { channel: here.idOf(channel), thread };
  const key = `answer ${id}`;
  try {
    if (await chat.findPosted(to, key, clock.now() - LOOK_BACK_MS)) return true;
    await chat.post(to, reply, key);
    return true;
  } catch (fault) {
    const isRefused =
      fault instanceof DepmapError && (fault.code === "bad-input" || fault.code === "not-allowed");
    if (!isRefused) throw fault;
    log.info({ fault, request: id }, "an answer may not stand in its channel");
    return false;
  }
}
