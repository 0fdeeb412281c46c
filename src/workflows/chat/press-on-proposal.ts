import { mayDecide, whoMay } from "../../analysis/may-decide.ts";
import { KEPT, proposalCard, proposalForm } from "../../briefing/proposal-card.ts";
import { mayRead } from "../../model/person.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Reply } from "../../model/reply.ts";
import type { ActionRequest } from "../../ports/chat.ts";
import type { ClickTools } from "./click-tools.ts";
import { decideProposal } from "../learning/decide-proposal.ts";
import { editProposal } from "../learning/edit-proposal.ts";
import { shortReply } from "../../model/short-reply.ts";

const GONE = shortReply("This proposal is gone", "Open /depmap review for those that wait.");

/** Approves or rejects a proposal in the name of whoever pressed, and shows on its card who decided. */
export async function pressDecision(
  tools: ClickTools,
  { person, message }: ActionRequest,
  id: string,
  decision: "approve" | "reject",
): Promise<Reply | undefined> {
  const snapshot = tools.snapshots.current();
  const outcome = await decideProposal({ ...tools, snapshot, id, decision, person });
  if (outcome.kind === "not-allowed") return shortReply("You may not decide this", outcome.why);
  if (outcome.kind === "unknown") return GONE;
  const { proposal, decidedNow, kept } = outcome;
  if (decidedNow) tools.metrics.count("proposals_decided", { decision });
  // A store that is away has nothing new to be read.
  if (decidedNow && !kept) await tools.refresh();
  return (await shown(tools, proposal, message)) ?? (kept ? keptReply(proposal) : undefined);
}

/** Opens the form of a proposal, or takes what was filled in. */
export async function pressEdit(
  tools: ClickTools,
  { person, fields, message }: ActionRequest,
  id: string,
): Promise<Reply | undefined> {
  const snapshot = tools.snapshots.current();
  const refused = (ends?: Proposal) =>
    shortReply("You may not edit this", whoMay(person, ends, snapshot));
  if (!mayRead(person)) return refused();
  const proposal = await tools.store.proposal(id);
  if (!proposal) return GONE;
  if (!mayDecide(person, proposal, snapshot)) return refused(proposal);
  if (Object.keys(fields).length === 0) return proposalForm(proposal);
  const outcome = await editProposal({ ...tools, snapshot, id, fields, person });
  if (outcome.kind !== "edited") return shortReply("The proposal was not changed", outcome.why);
  return await shown(tools, outcome.proposal, message);
}

function keptReply({ state }: Proposal): Reply {
  const word = state === "approved" ? "approval" : "rejection";
  return shortReply(`The ${word} is kept`, `${KEPT} Nobody has to press again.`);
}

/**
 * Shows the proposal's card as it now is, where it was posted. Whoever pressed elsewhere (in a list, in a form), or
 * whose chat could not redraw it, gets it as the answer.
 */
async function shown(
  tools: ClickTools,
  proposal: Proposal,
  pressedIn: string | undefined,
): Promise<Reply | undefined> {
  const { id, card } = proposal;
  const now = proposalCard(proposal);
  const toAsker: Reply = { ...now, visibility: "asker" };
  if (!card) return toAsker;
  try {
    await tools.chat.edit(card.channel, card.message, now);
  } catch (fault) {
    tools.log.warn({ fault, proposal: id }, "a proposal's card could not be redrawn");
    return toAsker;
  }
  return card.message === pressedIn ? undefined : toAsker;
}
