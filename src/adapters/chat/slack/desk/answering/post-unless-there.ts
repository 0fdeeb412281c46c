import { DepmapError } from "../../../../../model/errors.ts";
import type { Reply } from "../../../../../model/reply.ts";
import type { Destination } from "../../../../../ports/chat.ts";
import type { DeskTools } from "../desk-tools.ts";

/**
 * Posts what is not there yet under that key, whichever replica would have posted it; false where depmap may not post.
 *
 * Rejects with `chat-away` when nobody knows whether it stands there.
 */
export async function postUnlessThere(
  { chat, log, inTurn }: Pick<DeskTools, "chat" | "log" | "inTurn">,
  to: Destination,
  reply: Reply,
  key: string,
  since: number,
): Promise<boolean> {
  try {
    const lookAndPost = async () => {
      if (!(await chat.findPosted(to, key, since))) await chat.post(to, reply, key);
    };
    await (inTurn ? inTurn(key, lookAndPost) : lookAndPost());
    return true;
  } catch (fault) {
    const isRefused =
      fault instanceof DepmapError && (fault.code === "bad-input" || fault.code === "not-allowed");
    if (!isRefused) throw fault;
    log.info({ fault, key }, "depmap may not speak where it was asked or invited");
    return false;
  }
}
