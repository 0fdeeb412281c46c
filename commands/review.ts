import { z } from "zod";
import { proposalCard } from "../src/briefing/proposal-card.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";

/** `/depmap review`: which proposals wait for a person? */
export const reviewCommand = defineCommand({
  name: "review",
  aliases: ["proposals", "inbox"],
  summary: "List the proposals that wait, oldest first, to approve, edit or reject",
  args: z.object({ proposal: z.string().optional() }),
  positionals: ["proposal"],
  example: "review",
  effects: "none",
  async run({ store }, { proposal: asked }) {
    const one = asked === undefined ? undefined : await store.proposal(asked);
    if (one) return { reply: proposalCard(one), data: one };
    const { items, next } = await store.proposals("open");
    const waiting = items.toReversed();
    if (waiting.length === 0) {
      const text =
        "Write “Capture dependencies” under a postmortem thread, and what it says turns up here.";
      return {
        reply: Reply.parse({
          headline: "Nothing waits for review",
          tone: "ok",
          blocks: [{ type: "section", text }],
        }),
        data: [],
      };
    }
    const shown = waiting.slice(0, 5);
    const blocks = shown.flatMap((proposal) => proposalCard(proposal).blocks);
    const more = waiting.length - shown.length;
    const footer = more > 0 ? [`${more}${next ? " or more" : ""} more wait behind these.`] : [];
    const reply = Reply.parse({
      headline: `${waiting.length}${next ? " or more" : ""} proposals wait for review`,
      blocks,
      footer,
    });
    return { reply, data: waiting };
  },
});
