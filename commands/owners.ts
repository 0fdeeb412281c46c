import { z } from "zod";
import { owners, type Owner } from "../src/analysis/owners.ts";
import { nameOf } from "../src/model/component.ts";
import { durationWords } from "../src/model/duration-words.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";

/** `/depmap owners COMPONENT`: who answers for it, and how are they reached? */
export const ownersCommand = defineCommand({
  name: "owners",
  aliases: ["owner", "oncall", "who-owns"],
  summary: "Show which team answers for COMPONENT, how to reach it, and who says so",
  args: z.object({ component: z.string().optional() }),
  positionals: ["component"],
  example: "owners checkout",
  effects: "none",
  async run(context, { component: asked }) {
    const found = await askedComponent(context, asked, (name) => `owners ${name}`);
    if (found.answer) return found.answer;
    const { id } = found.component;
    const answer = owners(context.snapshot, id);
    const teams = answer.owners.map(({ team }) => team.name).join(" and ");
    const headline =
      answer.owners.length === 0
        ? `Nobody has said who owns ${nameOf(id)}`
        : `${nameOf(id)} belongs to ${teams}`;
    const claim = {
      type: "section",
      text: `Say it in estate.yaml (owner: TEAM), and import that.`,
    };
    const disagreement = {
      type: "section",
      text: "The sources disagree. Both are shown; somebody has to say which is right.",
    };
    const reply = Reply.parse({
      headline,
      tone: answer.owners.length === 0 || answer.disagree ? "degraded" : "neutral",
      blocks: [
        ...answer.owners.map((owner) => ({
          type: "facts",
          title: owner.team.name,
          facts: factsOf(owner),
        })),
        ...(answer.disagree ? [disagreement] : []),
        ...(answer.owners.length === 0 ? [claim] : []),
      ],
    });
    return { reply, data: answer };
  },
});

function factsOf({ team, sources, ageMs, isStale }: Owner): { label: string; value: string }[] {
  return [
    ...(team.channel ? [{ label: "Channel", value: team.channel }] : []),
    ...(team.email ? [{ label: "E-mail", value: team.email }] : []),
    ...(team.phone ? [{ label: "Phone", value: team.phone }] : []),
    ...(team.escalationPolicyId
      ? [{ label: "PagerDuty policy", value: team.escalationPolicyId }]
      : []),
    {
      label: "Said by",
      value: `${sources.join(", ")}, ${durationWords(ageMs)} ago${isStale ? " (old: ask whether it still holds)" : ""}`,
    },
  ];
}
