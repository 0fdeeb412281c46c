import { proposalCard } from "../../briefing/proposal-card.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { postOnce, type PostTools } from "../stories/post-once.ts";

/**
 * Shows a proposal as a card under the thread that it was read from: one card, however often it is called, and whichever
 * replica posted it. `isNew`: nobody else can have posted it.
 */
export async function postCard(
  tools: PostTools & { readonly store: GraphStore },
  proposal: Proposal,
  {
    channel,
    thread,
    isNew,
  }: { readonly channel: string; readonly thread: string; readonly isNew: boolean },
): Promise<void> {
  const key = `proposal ${proposal.id}`;
  const { chat, journal, hasCompany } = tools;
  // Another replica's card, which whoever decides redraws.
  if (proposal.card?.chat === chat.name && !(await journal.post(key))) return;
  const draw = (state: Proposal) =>
    postOnce(tools, {
      key,
      subject: key,
      reply: proposalCard(state),
      place: () => Promise.resolve({ channel, thread }),
      perhapsSince: hasCompany && !isNew ? proposal.proposedAt : undefined,
    });
  const posted = await draw(proposal);
  // Somebody may have edited or decided it since it was read, in /depmap review.
  const now = (await tools.store.proposal(proposal.id)) ?? proposal;
  if (now.state !== proposal.state) await draw(now);
  if (now.card || now.state !== "open") return;
  const card = { chat: tools.chat.name, channel: posted.channel, message: posted.message };
  await tools.store.reviseProposal({ ...now, card });
}
