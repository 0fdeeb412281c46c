import { DepmapError, messageOf } from "../../model/errors.ts";
import { mayRead } from "../../model/person.ts";
import { Reply, type Action } from "../../model/reply.ts";
import type { ActionRequest } from "../../ports/chat.ts";
import { answerCommand } from "../answers/answer-command.ts";
import type { ClickTools } from "./click-tools.ts";
import { quoted } from "../answers/parse-command-line.ts";
import { pressDecision, pressEdit } from "./press-on-proposal.ts";
import { captureThread } from "./capture-thread.ts";
import { shareAnswer } from "./share-answer.ts";
import { shortReply } from "../../model/short-reply.ts";

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
    if (!action)
      return shortReply("This button is too old", "Run the command again for a fresh one.");
    const person = await tools.chat.person(request.person.id);
    if (!person)
      return shortReply(
        "depmap does not know you here",
        "Only members of this workspace may press buttons.",
      );
    return await act(tools, { ...request, person }, action);
  } catch (fault) {
    tools.metrics.count("faults", { where: "action" });
    tools.log.error({ fault, action: request.action }, "an action failed");
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    return shortReply(`That did not work (${code})`, messageOf(fault));
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
      const line = filledIn(action.line, fields);
      return (await answerCommand(tools, { id, line, person, place })).reply;
    }
    case "confirm": {
      const { reply } = await answerCommand(tools, { id, line: action.line, person, place }, true);
      // A store that is away has nothing new to be read.
      if (tools.storeCondition?.().awaySince === undefined) await tools.refresh();
      return reply;
    }
    case "share":
      return await inTurn(tools, `share ${place.channel}`, () =>
        shareAnswer(tools, request, action.line),
      );
    case "decide-proposal":
      return await pressDecision(tools, request, action.proposalId, action.decision);
    case "edit-proposal":
      return await pressEdit(tools, request, action.proposalId);
    case "capture": {
      const { channel, thread = request.message } = action;
      if (thread === undefined) return shortReply("There is no thread here", "Capture it there.");
      return await inTurn(tools, `capture ${channel}`, () =>
        captureThread(tools, { id, person, place: { ...place, channel, thread } }),
      );
    }
    case "open-form":
      // A chat that hides forms behind buttons opens them itself.
      return undefined;
    case "start-demo-incident":
    case "end-demo-incident":
      return mayRead(person)
        ? rehearse(tools, action.type)
        : shortReply("Only members rehearse", "Guests watch; ask a member of this workspace.");
  }
}

async function inTurn<Result>(
  tools: ClickTools,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return await (tools.inTurn ? tools.inTurn(name, work) : work());
}

/** The line with what was chosen behind it, and a form's fields by name; an empty field is left out. */
function filledIn(line: string, { value, ...named }: ActionRequest["fields"]): string {
  const flags = Object.entries(named)
    .filter(([, words]) => words.trim() !== "")
    .map(([name, words]) => `--${name} ${quoted(words)}`);
  return [line, ...(value ? [quoted(value)] : []), ...flags].join(" ");
}

function rehearse({ rehearsal }: ClickTools, what: `${"start" | "end"}-demo-incident`): Reply {
  if (!rehearsal) return shortReply("This is not a rehearsal", "A real PagerDuty is connected.");
  if (what === "end-demo-incident") {
    rehearsal.end();
    return shortReply(
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
