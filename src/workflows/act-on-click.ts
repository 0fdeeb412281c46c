import { proposalCard, proposalForm } from "../briefing/proposal-card.ts";
import { DepmapError, messageOf } from "../model/errors.ts";
import type { Person } from "../model/person.ts";
import type { Proposal } from "../model/proposal.ts";
import { Reply, type Action } from "../model/reply.ts";
import type { ActionRequest, Chat } from "../ports/chat.ts";
import type { ActionBox } from "../ports/journal.ts";
import { answerCommand, type AnswerTools } from "./answer-command.ts";
import { decideProposal } from "./decide-proposal.ts";
import { editProposal } from "./edit-proposal.ts";
import { quoted } from "./parse-command-line.ts";
import { postOnce, type PostTools } from "./post-once.ts";

/** What a click needs beyond an answer. */
export interface ClickTools extends AnswerTools, PostTools {
  readonly chat: Chat;
  readonly actions: ActionBox;
  readonly environment: string;
  /** Reads the map again, so that the next answer knows what was just approved. */
  refresh(): Promise<void>;
  /** Plays the example incident, and resolves whatever is open; unset when a real PagerDuty is connected. */
  readonly rehearsal?: { start(): void; end(): void } | undefined;
}

/**
 * Does what a button, a select or a form stands for, and gives the answer for whoever clicked; never rejects.
 *
 * The person's rights are read again now: what held when the message was drawn does not count.
 */
export async function actOnClick(
  tools: ClickTools,
  request: ActionRequest,
): Promise<Reply | undefined> {
  try {
    const action = await tools.actions.find(request.action);
    if (!action) return say("This button is too old", "Run the command again for a fresh one.");
    const person = await tools.chat.person(request.person.id);
    if (!person)
      return say(
        "depmap does not know you here",
        "Only members of this workspace may press buttons.",
      );
    return await act(tools, { ...request, person }, action);
  } catch (fault) {
    tools.metrics.count("faults", { where: "action" });
    tools.log.error({ fault, action: request.action }, "an action failed");
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    return say(`That did not work (${code})`, messageOf(fault));
  }
}

async function act(
  tools: ClickTools,
  request: ActionRequest,
  action: Action,
): Promise<Reply | undefined> {
  const { id, person, place, fields } = request;
  switch (action.type) {
    case "command": {
      const chosen = fields["value"];
      const line = chosen ? `${action.line} ${quoted(chosen)}` : action.line;
      return (await answerCommand(tools, { id, line, person, place })).reply;
    }
    case "confirm": {
      const { reply } = await answerCommand(tools, { id, line: action.line, person, place }, true);
      await tools.refresh();
      return reply;
    }
    case "share":
      return await share(tools, request, action.line);
    case "decide-proposal":
      return await decide(tools, person, action.proposalId, action.decision);
    case "edit-proposal":
      return await edit(tools, request, action.proposalId);
    case "start-demo-incident":
    case "end-demo-incident":
      return rehearse(tools, action.type);
  }
}

function rehearse({ rehearsal }: ClickTools, what: `${"start" | "end"}-demo-incident`): Reply {
  if (!rehearsal) return say("This is not a rehearsal", "A real PagerDuty is connected.");
  if (what === "end-demo-incident") {
    rehearsal.end();
    return say(
      "Everything is resolved in the rehearsal's PagerDuty",
      "Each briefing turns into a summary. Write in its thread what you learned, and choose “Capture dependencies” in the menu of a message there.",
    );
  }
  rehearsal.start();
  const text =
    "Its briefing stands in a new channel, #inc-…, and changes for twenty seconds while alerts come in. Ask there: /depmap blast-radius, without a name, is about that incident.";
  const end = { label: "Resolve the example incident", action: { type: "end-demo-incident" } };
  return Reply.parse({
    headline: "The example incident has begun",
    blocks: [
      { type: "section", text },
      { type: "buttons", buttons: [end] },
    ],
  });
}

/** The answer is made anew for the channel, by the rights of whoever shares it. */
async function share(
  tools: ClickTools,
  { id, person, place }: ActionRequest,
  line: string,
): Promise<Reply | undefined> {
  const { channel, thread } = place;
  if (channel === undefined)
    return say("There is no channel here to share to", "Ask again in a channel.");
  const { reply } = await answerCommand(tools, { id, line, person, place: { chat: place.chat } });
  const footer = [...reply.footer, `/depmap ${line}, shared by ${person.name}`];
  await postOnce(tools, {
    key: `share ${id}`,
    subject: `share ${id}`,
    reply: { ...reply, footer, visibility: "channel" },
    place: () => Promise.resolve({ channel, thread }),
  });
  return undefined;
}

async function decide(
  tools: ClickTools,
  person: Person,
  proposalId: string,
  decision: "approve" | "reject",
): Promise<Reply | undefined> {
  const outcome = await decideProposal({ ...tools, id: proposalId, decision, person });
  if (outcome.kind === "not-allowed") return say("You may not decide this", outcome.why);
  if (outcome.kind === "unknown")
    return say("This proposal is gone", "Open /depmap review for those that wait.");
  if (outcome.decidedNow) {
    tools.metrics.count("proposals_decided", { decision });
    await tools.refresh();
  }
  await redraw(tools, outcome.proposal);
  return outcome.proposal.card ? undefined : proposalCard(outcome.proposal);
}

async function edit(
  tools: ClickTools,
  request: ActionRequest,
  proposalId: string,
): Promise<Reply | undefined> {
  const proposal = await tools.store.proposal(proposalId);
  if (!proposal) return say("This proposal is gone", "Open /depmap review for those that wait.");
  if (Object.keys(request.fields).length === 0) return proposalForm(proposal);
  const outcome = await editProposal({
    ...tools,
    snapshot: tools.snapshots.current(),
    id: proposalId,
    fields: request.fields,
    person: request.person,
  });
  if (outcome.kind !== "edited") return say("The proposal was not changed", outcome.why);
  await redraw(tools, outcome.proposal);
  return outcome.proposal.card ? undefined : proposalCard(outcome.proposal);
}

/** Shows the proposal's card as it now is, where it was posted; a chat that is away keeps the old card. */
async function redraw(tools: ClickTools, proposal: Proposal): Promise<void> {
  if (!proposal.card) return;
  await tools.chat
    .edit(proposal.card.channel, proposal.card.message, proposalCard(proposal))
    .catch((fault: unknown) => {
      tools.log.warn({ fault, proposal: proposal.id }, "a proposal's card could not be redrawn");
    });
}

function say(headline: string, text: string): Reply {
  return Reply.parse({ headline, blocks: [{ type: "section", text }] });
}
