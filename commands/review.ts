import { z } from "zod";
import { proposalBlocks, proposalCard } from "../src/briefing/proposal-card.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand, type Answer } from "../src/ports/command.ts";

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
    if (one) return { reply: { ...proposalCard(one), visibility: "asker" }, data: one };
    if (asked !== undefined) return unknown(asked);
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
    const blocks = shown.flatMap(proposalBlocks);
    const more = waiting.length - shown.length;
    const footer = more > 0 ? [`${more}${next ? " or more" : ""} more wait behind these.`] : [];
    const reply = Reply.parse({
      headline:
        waiting.length === 1
          ? "1 proposal waits for review"
          : `${waiting.length}${next ? " or more" : ""} proposals wait for review`,
      blocks,
      footer,
    });
    return { reply, data: waiting };
  },
});

function unknown(asked: string): Answer {
  const reply = Reply.parse({
    headline: `No proposal “${asked}” is known`,
    blocks: [
      {
        type: "buttons",
        buttons: [{ label: "Show all that wait", action: { type: "command", line: "review" } }],
      },
    ],
  });
  return { reply, data: { unknown: asked } };
}
