import { Reply } from "../../../../model/reply.ts";

/** A reply of a headline and a sentence, for whoever asked. */
export function words(headline: string, text: string): Reply {
  return Reply.parse({ headline, blocks: [{ type: "section", text }] });
}

/** What stands in a modal when there is nothing to answer. */
export const DONE = words("Done", "You can close this.");
