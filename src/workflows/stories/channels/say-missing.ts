import type { Incident } from "../../../model/incident.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import { Reply } from "../../../model/reply.ts";
import { postOnce, type Posted, type PostTools } from "../post-once.ts";

/** What depmap cannot do, for people who can change that. */
export interface Missing {
  /** The line's key, so that it stands there once. */
  readonly key: string;
  readonly headline: string;
  /** Each with the next step. */
  readonly words: readonly string[];
}

/** Says in the thread under a briefing what depmap cannot do: one line, which changes when the reasons do. */
export async function sayMissing(
  tools: PostTools,
  incident: Pick<Incident, "id" | "openedAt">,
  { channel, message }: Pick<Posted, "channel" | "message">,
  { key, headline, words }: Missing,
): Promise<void> {
  const items = [...new Set(words)].toSorted().map((text) => ({ text }));
  const blocks = [{ type: "list", items }];
  await postOnce(tools, {
    key,
    subject: incident.id,
    reply: fitReply(Reply.parse({ headline, blocks, visibility: "channel" })),
    place: () => Promise.resolve({ channel, thread: message }),
    perhapsSince: tools.term && incident.openedAt,
  });
}
