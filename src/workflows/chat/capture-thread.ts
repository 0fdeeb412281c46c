import { proposalCard } from "../../briefing/proposal-card.ts";
import { DepmapError, messageOf } from "../../model/errors.ts";
import { mayRead } from "../../model/person.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Reply } from "../../model/reply.ts";
import type { CaptureRequest } from "../../ports/chat.ts";
import type { ClickTools } from "./click-tools.ts";
import { postOnce } from "../stories/post-once.ts";
import { proposeFromThread } from "../learning/propose-dependency.ts";
import { shortReply } from "../answers/short-reply.ts";

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
  const { channel, thread: root } = place;
  const thread = (await tools.chat.thread(channel, root)).filter(({ isOwn }) => !isOwn);
  const records = await tools.store.incidents({ limit: 50 });
  const here = records.filter((one) => one.chat === tools.chat.name && one.channel === channel);
  // A channel may hold several incidents; the thread under a briefing is about that one.
  const record = here.find(({ briefingMessage }) => briefingMessage === root) ?? here[0];
  const { proposals } = await proposeFromThread({
    thread,
    snapshot: tools.snapshots.current(),
    store: tools.store,
    clock: tools.clock,
    incidentId: record?.incident.id,
    at: { chat: tools.chat.name, channel, thread: root },
    proposer: now.id,
    proposerName: now.name,
    environment: tools.environment,
  });
  if (proposals.length === 0) {
    return shortReply(
      "No dependency was found in this thread",
      `${thread.length} messages were read. depmap takes only what somebody states: questions, plans and guesses stay out. Write it in one sentence, such as “checkout reads the table that billing fills”, and capture again.`,
    );
  }
  for (const proposal of proposals) await postCard(tools, proposal, channel, root);
  const isAway = tools.storeCondition?.().awaySince !== undefined;
  const kept = isAway ? " The graph store is away: they are kept here until it is back." : "";
  const open = proposals.filter(({ state }) => state === "open").length;
  return shortReply(
    `${proposals.length} ${proposals.length === 1 ? "dependency was" : "dependencies were"} found`,
    `${open} of them wait for an approver, as cards in this thread and under /depmap review.${kept}`,
  );
}

async function postCard(
  tools: ClickTools,
  proposal: Proposal,
  channel: string,
  thread: string,
): Promise<void> {
  const draw = (state: Proposal) =>
    postOnce(tools, {
      key: `proposal ${state.id}`,
      subject: `proposal ${state.id}`,
      reply: proposalCard(state),
      place: () => Promise.resolve({ channel, thread }),
    });
  const posted = await draw(proposal);
  // Somebody may have edited or decided it since it was read, in /depmap review.
  const now = (await tools.store.proposal(proposal.id)) ?? proposal;
  if (now.state !== proposal.state) await draw(now);
  if (now.card || now.state !== "open") return;
  const card = { chat: tools.chat.name, channel: posted.channel, message: posted.message };
  await tools.store.reviseProposal({ ...now, card });
}
