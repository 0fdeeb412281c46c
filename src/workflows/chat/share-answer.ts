import type { Block, Reply } from "../../model/reply.ts";
import type { ActionRequest, Destination } from "../../ports/chat.ts";
import { answerCommand, isExcuse, type AnswerTools } from "../answers/answer-command.ts";
import { postOnce, type PostTools } from "../stories/post-once.ts";
import { shortReply } from "../../model/short-reply.ts";

/** A chat that delivers a click again does so within that time. */
const LOOK_BACK_MS = 600_000;

/**
 * Posts an answer to the channel in which it was asked, once however often its button is pressed.
 *
 * It is made anew, by the rights of whoever shares it; shared again, the message that stands shows it as it is now. What is no answer, such as that somebody may not ask, stays
 * with whoever pressed.
 */
export async function shareAnswer(
  tools: AnswerTools & PostTools,
  { id, person, place, message }: ActionRequest,
  line: string,
): Promise<Reply | undefined> {
  const { channel, thread } = place;
  if (channel === undefined)
    return shortReply("There is no channel here to share to", "Ask again in a channel.");
  const key = `share ${message === undefined ? id : `${channel} ${message} ${line}`}`;
  if (await isSharedByAnother(tools, { channel, thread }, key)) return undefined;
  const { reply, data } = await answerCommand(tools, { id, line, person, place });
  if (isExcuse(data)) return reply;
  const blocks = withoutShare(reply.blocks);
  const footer = [...reply.footer, `/depmap ${line}, shared by ${person.name}`];
  await postOnce(tools, {
    key,
    subject: key,
    reply: { ...reply, blocks, footer, visibility: "channel" },
    place: () => Promise.resolve({ channel, thread }),
  });
  return undefined;
}

/** What another replica shared stays as it is: the map may know more by now. */
async function isSharedByAnother(
  { chat, clock, journal, hasCompany }: PostTools,
  to: Destination,
  key: string,
): Promise<boolean> {
  if (!hasCompany || (await journal.post(key))) return false;
  return (await chat.findPosted(to, key, clock.now() - LOOK_BACK_MS)) !== undefined;
}

function withoutShare(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.type !== "buttons") return [block];
    const buttons = block.buttons.filter(({ action }) => action.type !== "share");
    return buttons.length > 0 ? [{ ...block, buttons }] : [];
  });
}
