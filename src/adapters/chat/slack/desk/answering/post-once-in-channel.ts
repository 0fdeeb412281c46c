import type { Reply } from "../../../../../model/reply.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { postUnlessThere } from "./post-unless-there.ts";

/** How long a request may wait for its answer and still be found answered. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/**
 * Posts the answer where it was asked, for everybody to see, once per request.
 *
 * False where depmap may not post. Rejects with `chat-away` when nobody knows whether it stands there: asked again,
 * it is looked for.
 */
export async function postOnceInChannel(
  tools: Pick<DeskTools, "chat" | "clock" | "log" | "inTurn">,
  { id, here, channel, thread }: Pick<Ask, "id" | "here" | "channel" | "thread">,
  reply: Reply,
): Promise<boolean> {
  if (channel === undefined) return false;
  const to = { channel: here.idOf(channel), thread };
  const since = tools.clock.now() - LOOK_BACK_MS;
  return await postUnlessThere(tools, to, reply, `answer ${id}`, since);
}
