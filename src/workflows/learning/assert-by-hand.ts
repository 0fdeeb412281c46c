import { endsOf, maySay, whoMay } from "../../analysis/may-decide.ts";
import { KEPT } from "../../briefing/proposal-card.ts";
import type { Claim } from "../../model/assertion.ts";
import type { Person } from "../../model/person.ts";
import { Action, Reply } from "../../model/reply.ts";
import type { Answer, CommandContext } from "../../ports/command.ts";
import { mayNotChange } from "../answers/may-not-change.ts";
import { shortReply } from "../../model/short-reply.ts";

/** The question before something changes the map, with the button that does it. */
function askFirst({ line }: CommandContext, question: string): Answer {
  const action = Action.safeParse({ type: "confirm", line });
  if (!action.success) {
    const text = "A button cannot keep a line of more than 500 characters. Say it with full names.";
    return { reply: shortReply("This line is too long", text), data: { error: "bad-input" } };
  }
  const reply = Reply.parse({
    headline: question,
    blocks: [
      { type: "section", text: "Your name is kept with it. Nothing has been changed yet." },
      {
        type: "buttons",
        buttons: [{ label: "Yes, change the map", action: action.data, style: "primary" }],
      },
    ],
  });
  return { reply, data: { needsConfirmation: true, question } };
}

/**
 * Has somebody say a fact: asks first, and writes it down once it is confirmed.
 *
 * Only those who may say it are asked, and their right is looked at again when they confirm.
 */
export async function sayByHand(
  context: CommandContext,
  command: string,
  claim: Claim,
  words: string,
  more = "",
): Promise<Answer> {
  const { asker, snapshot, confirmed } = context;
  if (!maySay(asker, claim.fact, snapshot)) {
    return mayNotChange(command, whoMay(asker, endsOf(claim.fact), snapshot));
  }
  if (!confirmed) return askFirst(context, `Say that ${words}?${more}`);
  return await assertByHand(context, claim, words);
}

/** The source under which a person's own words are kept. */
export function sourceOf({ id }: Person): string {
  return `person:${id.replaceAll(/\s/g, "-")}`;
}

/**
 * Writes down what a person says, under that person's own source, and tells what changed.
 *
 * Saying the same again only refreshes when it was last said. The store audits it.
 */
async function assertByHand(
  { store, asker, now, place }: CommandContext,
  claim: Claim,
  words: string,
): Promise<Answer> {
  const name = sourceOf(asker);
  const where = [place.chat, place.channel, place.thread]
    .filter((part) => part !== undefined)
    .join("/");
  const report = await store.say({
    source: { name, type: "person" },
    at: now,
    claims: [{ ...claim, evidence: [`said by ${asker.name} in ${where}`] }],
    complete: false,
    actor: name,
  });
  if (report.kept) {
    const text = `As what ${asker.name} says. ${KEPT} Nobody has to say it again.`;
    return {
      reply: shortReply(`Kept: ${words}`, text),
      data: { written: false, kept: true, source: name, facts: [] },
    };
  }
  const isNew = report.added.length + report.changed.length > 0;
  const reply = Reply.parse({
    headline: isNew ? `Written down: ${words}` : `The map has it from you already: ${words}`,
    tone: "ok",
    blocks: [{ type: "section", text: `As what ${asker.name} says. The next answer knows it.` }],
  });
  return {
    reply,
    data: { written: isNew, source: name, facts: [...report.added, ...report.changed] },
  };
}
