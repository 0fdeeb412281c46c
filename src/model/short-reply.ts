import { Reply } from "./reply.ts";

/** A reply of one headline and one sentence, for whoever asked. */
export function shortReply(headline: string, text: string): Reply {
  return Reply.parse({ headline, blocks: [{ type: "section", text }] });
}
