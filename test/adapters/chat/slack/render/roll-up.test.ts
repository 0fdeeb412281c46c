import { expect, it } from "vitest";
import { renderMessage } from "../../../../../src/adapters/chat/slack/render/render-message.ts";
import { MOST_ROLLED, rollUp } from "../../../../../src/briefing/roll-up.ts";
import { fitReply } from "../../../../../src/model/reply-budget.ts";
import { idOf } from "../../../../support/graph-of.ts";
import { brokenBlockRules } from "../../../../support/slack/block-rules.ts";
import { incidentOf } from "../../../../support/story-of.ts";

it("a full roll-up names every story in Slack, too", async () => {
  const title = "Payments gateway <eu-west> answers slowly & with errors for every customer";
  const stories = Array.from({ length: MOST_ROLLED }, (_, number) => ({
    lead: incidentOf([], { id: `PQ7HX2M${number}`, number: 10_000 + number, title }),
    others: number % 3,
    hits: number,
    origin: idOf(`payments-gateway-in-front-${number}`),
    isOver: number % 9 === 0,
  }));

  const tools = { keep: () => Promise.resolve("opaque"), fileOf: () => undefined };
  const { text, blocks } = await renderMessage(fitReply(rollUp(stories)), tools);

  const shown = JSON.stringify(blocks);
  expect(stories.filter(({ lead }) => !shown.includes(`#${lead.number} `))).toEqual([]);
  expect(brokenBlockRules({ text, blocks })).toEqual([]);
});
