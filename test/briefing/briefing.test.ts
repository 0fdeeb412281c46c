import { describe, expect, it } from "vitest";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { briefing } from "../../src/briefing/briefing.ts";
import { fitReply } from "../../src/model/reply-budget.ts";
import { Reply } from "../../src/model/reply.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";
import { alertOf } from "../support/scripted-alerts.ts";
import { incidentOf, MINUTE, NIGHT, storyOf } from "../support/story-of.ts";

/** A ticket shop with an owner, a journey, a fallback and a batch. */
function shop(): Snapshot {
  const names = ["web", "checkout", "seats", "seat-db", "mailer", "reports"];
  const map = snapshotOf(
    [
      dependencyOf("web -> checkout"),
      dependencyOf("checkout -> seats", { timeoutMs: 2000, retries: 1, confidence: 0.9 }),
      dependencyOf("seats -> seat-db", { fallback: "seat-replica" }),
      dependencyOf("checkout ~> mailer"),
      dependencyOf("reports -batch-> seats", { batchIntervalMs: 60 * MINUTE, confidence: 0.6 }),
    ],
    {
      sources: [{ source: "estate", lastSeen: NIGHT - 30 * MINUTE, facts: 12 }],
      components: names.map((name) => ({ id: idOf(name), pagerdutyServiceIds: [`PD-${name}`] })),
      teams: [{ id: "seating", name: "Seating", escalationPolicyId: "EP1" }],
      ownerships: [
        { component: idOf("seats"), team: "seating", sources: ["estate"], lastSeen: NIGHT },
      ],
      journeys: [
        {
          id: "buy",
          name: "Buy a ticket",
          entries: [idOf("web")],
          usersPerMinute: { low: 1200, high: 1500 },
          revenuePerMinute: { low: 900, high: 1100 },
          currency: "EUR",
          sla: { targetPercent: 99.9, budgetLeftMs: 18 * MINUTE },
        },
      ],
    },
  );
  return { ...map, asOf: NIGHT, version: 7 };
}

const textOf = (reply: Reply): string => renderText(fitReply(Reply.parse(reply)), { width: 110 });

describe("briefing", () => {
  it("tells what, why, who and what next, in this order", async () => {
    const alerts = [
      alertOf("seats", NIGHT),
      alertOf("checkout", NIGHT + 5000),
      alertOf("web", NIGHT + 9000, { severity: "warning" }),
    ];
    const story = await storyOf(shop(), [incidentOf(alerts)], { duty: { EP1: "Noor Hale" } });

    await expect(textOf(briefing(story))).toMatchFileSnapshot("briefing-ranked.txt");
  });

  it("says plainly that it cannot tell, and counts from what alerts", async () => {
    const story = await storyOf(shop(), [incidentOf([alertOf("checkout", NIGHT)])]);

    await expect(textOf(briefing(story))).toMatchFileSnapshot("briefing-cannot-tell.txt");
  });

  it("briefs a service that the map does not know, and asks what it is", async () => {
    const story = await storyOf(shop(), [incidentOf([alertOf("gate-scanner", NIGHT)])]);

    await expect(textOf(briefing(story))).toMatchFileSnapshot("briefing-unmapped.txt");
  });
});

it("keeps hostile names as text, within the budgets, and starts nothing of its own with them", async () => {
  const evil = `"><script>x</script> <!channel> *b* [l](javascript:x) ${"\u202e"}${"long ".repeat(200)}`;
  const story = await storyOf(shop(), [
    incidentOf(
      [alertOf("x", NIGHT, { pagerdutyServiceId: "PX", serviceName: evil, summary: evil })],
      {
        title: evil,
      },
    ),
  ]);

  const reply = fitReply(Reply.parse(briefing(story)));

  const buttons = reply.blocks.flatMap((block) => (block.type === "buttons" ? block.buttons : []));
  const mapIt = buttons.find(({ label }) => label === "Map it?")?.action;
  expect(mapIt).toMatchObject({
    type: "command",
    line: expect.stringMatching(/^link --pagerduty PX --service "[^"]*"$/),
  });
  expect(JSON.stringify(reply)).not.toContain('"link":');
  expect(reply.headline.length).toBeLessThanOrEqual(150);
});
