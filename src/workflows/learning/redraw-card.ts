import { proposalCard } from "../../briefing/proposal-card.ts";
import { DepmapError } from "../../model/errors.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Chat } from "../../ports/chat.ts";

/** Shows a proposal on its card as it stands. A card that somebody deleted is left alone; rejects when the chat is away. */
export async function redrawCard(chat: Chat, proposal: Proposal): Promise<void> {
  const { card } = proposal;
  if (!card || card.chat !== chat.name) return;
  try {
    await chat.edit(card.channel, card.message, proposalCard(proposal));
  } catch (fault) {
    if (!(fault instanceof DepmapError) || fault.code !== "bad-input") throw fault;
  }
}
