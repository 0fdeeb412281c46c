import type { Block, Reply } from "../../model/reply.ts";
import type { ActionRequest } from "../../ports/chat.ts";
import { answerCommand, isExcuse, type AnswerTools } from "../answers/answer-command.ts";
import { postOnce, type PostTools } from "../stories/post-once.ts";
import { shortReply } from "../answers/short-reply.ts";

/**
 * Posts an answer to the channel in which it was asked, once per request.
 *
 * It is made anew, by the rights of whoever shares it. What is no answer, such as that somebody may not ask, stays
 * with whoever pressed.
 */
export async function shareAnswer(
  tools: AnswerTools & PostTools,
  { id, person, place }: ActionRequest,
  line: string,
): Promise<Reply | undefined> {
  const { channel, thread } = place;
  if (channel === undefined)
    return shortReply("There is no channel here to share to", "Ask again in a channel.");
  const { reply, data } = await answerCommand(tools, { id, line, person, place });
  if (isExcuse(data)) return reply;
  const blocks = withoutShare(reply.blocks);
  const footer = [...reply.footer, `/depmap ${line}, shared by ${person.name}`];
  await postOnce(tools, {
    key: `share ${id}`,
    subject: `share ${id}`,
    reply: { ...reply, blocks, footer, visibility: "channel" },
    place: () => Promise.resolve({ channel, thread }),
  });
  return undefined;
}

function withoutShare(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.type !== "buttons") return [block];
    const buttons = block.buttons.filter(({ action }) => action.type !== "share");
    return buttons.length > 0 ? [{ ...block, buttons }] : [];
  });
}
