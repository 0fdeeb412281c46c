import { z } from "zod";
import { proposalBlocks, proposalCard } from "../src/briefing/proposal-card.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";
import { proposeFromThread } from "../src/workflows/learning/propose-dependency.ts";

/** `/depmap propose SENTENCE`: reads a dependency from a sentence, for an approver to decide. */
export const proposeCommand = defineCommand({
  name: "propose",
  aliases: ["learn", "suggest"],
  summary: "Propose what a sentence says, such as “A reads the table that B fills”",
  args: z.object({ sentence: z.string().min(3) }),
  positionals: ["sentence"],
  example: "propose checkout depends on fares",
  effects: "none",
  async run({ snapshot, store, now, asker, incidentId }, { sentence }) {
    const { proposals } = await proposeFromThread({
      // No message to link to: the sentence alone tells one proposal from another.
      thread: [{ id: "0", author: asker.name, text: sentence, at: now, link: "" }],
      snapshot,
      store,
      clock: { now: () => now },
      incidentId,
      proposer: asker.id,
      proposerName: asker.name,
      environment: snapshot.components[0]?.id.split("/")[0] ?? "prod",
    });
    const [first] = proposals;
    if (!first) {
      const text =
        "Say it as a fact about two components, such as “checkout reads the table that billing fills” or “web no longer depends on search”.";
      return {
        reply: Reply.parse({
          headline: "No dependency was found in that sentence",
          blocks: [{ type: "section", text }],
        }),
        data: { error: "cannot-answer", proposals: [] },
      };
    }
    const card = proposalCard(first);
    const blocks = proposals.length === 1 ? card.blocks : proposals.flatMap(proposalBlocks);
    return { reply: { ...card, blocks, visibility: "asker" }, data: { proposals } };
  },
});
