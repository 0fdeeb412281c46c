import type { Answer } from "../../ports/command.ts";
import { shortReply } from "../../model/short-reply.ts";

/** The answer for somebody who may not change the map in that way; `who` is a sentence that says who may. */
export function mayNotChange(command: string, who: string): Answer {
  const next = "Ask one of them, or write what you know in the thread and let depmap capture it.";
  const headline = `${command} changes the map, and you may not`;
  return { reply: shortReply(headline, `${who} ${next}`), data: { error: "not-allowed" } };
}
