import { proposalCard } from "../../briefing/proposal-card.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { postOnce, type PostTools } from "../stories/post-once.ts";

/** Shows a proposal as a card under the thread that it was read from: one card, however often it is called. */
export async function postCard(
  tools: PostTools & { readonly store: GraphStore },
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
