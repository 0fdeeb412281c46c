import { DepmapError, messageOf } from "../../../../../model/errors.ts";
import type { Reply } from "../../../../../model/reply.ts";
import { shortReply } from "../../../../../model/short-reply.ts";

/** What stands in a modal when there is nothing to answer. */
export const DONE = shortReply("Done", "You can close this.");

/** What whoever asked is told of a fault. */
export function faultReply(fault: unknown): Reply {
  const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
  const text = `Something went wrong inside depmap: ${messageOf(fault)}. The log has the details.`;
  return shortReply(`depmap could not answer (${code})`, text);
}
