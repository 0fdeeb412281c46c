import { DepmapError, messageOf } from "../../../../../model/errors.ts";
import { Reply } from "../../../../../model/reply.ts";

/** A reply of a headline and a sentence, for whoever asked. */
export function shortReply(headline: string, text: string): Reply {
  return Reply.parse({ headline, blocks: [{ type: "section", text }] });
}

/** What stands in a modal when there is nothing to answer. */
export const DONE = shortReply("Done", "You can close this.");

/** What whoever asked is told of a fault. */
export function faultReply(fault: unknown): Reply {
  const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
  const text = `Something went wrong inside depmap: ${messageOf(fault)}. The log has the details.`;
  return shortReply(`depmap could not answer (${code})`, text);
}
