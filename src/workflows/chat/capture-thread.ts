import { DepmapError, messageOf } from "../../model/errors.ts";
import { mayRead } from "../../model/person.ts";
import type { Reply } from "../../model/reply.ts";
import type { CaptureRequest } from "../../ports/chat.ts";
import type { ClickTools } from "./click-tools.ts";
import { learnFromThread } from "../learning/learn-from-thread.ts";
import { shortReply } from "../../model/short-reply.ts";

/**
 * Reads a thread and posts a card under it for each dependency that somebody stated; never rejects.
 *
 * Capturing the same thread again posts nothing twice. The answer for whoever asked says what was found.
 */
export async function captureThread(tools: ClickTools, request: CaptureRequest): Promise<Reply> {
  try {
    return await capture(tools, request);
  } catch (fault) {
    tools.metrics.count("faults", { where: "capture" });
    tools.log.error({ fault }, "a thread could not be captured");
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    return shortReply(`The thread could not be captured (${code})`, messageOf(fault));
  }
}

async function capture(tools: ClickTools, { person, place }: CaptureRequest): Promise<Reply> {
  const now = await tools.chat.person(person.id);
  if (!now || !mayRead(now)) {
    return shortReply(
      "Only members may capture dependencies",
      "Ask a member of this workspace to do it.",
    );
  }
  const { messages, proposals } = await learnFromThread(tools, place, now);
  if (proposals.length === 0) {
    return shortReply(
      "No dependency was found in this thread",
      `${messages} messages were read. depmap takes only what somebody states: questions, plans and guesses stay out. Write it in one sentence, such as “checkout reads the table that billing fills”, and capture again.`,
    );
  }
  const isAway = tools.storeCondition?.().awaySince !== undefined;
  const kept = isAway ? " The graph store is away: they are kept here until it is back." : "";
  const open = proposals.filter(({ state }) => state === "open").length;
  return shortReply(
    `${proposals.length} ${proposals.length === 1 ? "dependency was" : "dependencies were"} found`,
    `${open} of them wait for an approver, as cards in this thread and under /depmap review.${kept}`,
  );
}
