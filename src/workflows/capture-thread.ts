import { proposalCard } from "../briefing/proposal-card.ts";
import { DepmapError, messageOf } from "../model/errors.ts";
import { mayRead } from "../model/person.ts";
import type { Proposal } from "../model/proposal.ts";
import { Reply } from "../model/reply.ts";
import type { CaptureRequest } from "../ports/chat.ts";
import type { ClickTools } from "./act-on-click.ts";
import { postOnce } from "./post-once.ts";
import { proposeFromThread } from "./propose-dependency.ts";

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
    return say(`The thread could not be captured (${code})`, messageOf(fault));
  }
}

async function capture(tools: ClickTools, { person, place }: CaptureRequest): Promise<Reply> {
  const now = await tools.chat.person(person.id);
  if (!now || !mayRead(now)) {
    return say("Only members may capture dependencies", "Ask a member of this workspace to do it.");
  }
  const { channel, thread: root } = place;
  const thread = (await tools.chat.thread(channel, root)).filter(({ isOwn }) => !isOwn);
  const records = await tools.store.incidents({ limit: 50 });
  const record = records.find((one) => one.channel === channel);
  const { proposals } = await proposeFromThread({
    thread,
    snapshot: tools.snapshots.current(),
    store: tools.store,
    clock: tools.clock,
    incidentId: record?.incident.id,
    proposer: now.id,
    environment: tools.environment,
  });
  if (proposals.length === 0) {
    return say(
      "No dependency was found in this thread",
      `${thread.length} messages were read. depmap takes only what somebody states: questions, plans and guesses stay out. Write it in one sentence, such as “checkout reads the table that billing fills”, and capture again.`,
    );
  }
  for (const proposal of proposals) await postCard(tools, proposal, channel, root);
  const open = proposals.filter(({ state }) => state === "open").length;
  return say(
    `${proposals.length} ${proposals.length === 1 ? "dependency was" : "dependencies were"} found`,
    `${open} of them wait for an approver, as cards in this thread and under /depmap review.`,
  );
}

async function postCard(
  tools: ClickTools,
  proposal: Proposal,
  channel: string,
  thread: string,
): Promise<void> {
  const posted = await postOnce(tools, {
    key: `proposal ${proposal.id}`,
    subject: `proposal ${proposal.id}`,
    reply: { ...proposalCard(proposal), visibility: "channel" },
    place: () => Promise.resolve({ channel, thread }),
  });
  if (proposal.card || proposal.state !== "open") return;
  const card = { chat: tools.chat.name, channel: posted.channel, message: posted.message };
  await tools.store.reviseProposal({ ...proposal, card });
}

function say(headline: string, text: string): Reply {
  return Reply.parse({ headline, blocks: [{ type: "section", text }] });
}
