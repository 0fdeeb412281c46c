import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_ROLLED, rollUp, stormOver, type RolledStory } from "../../src/briefing/roll-up.ts";
import { fitReply } from "../../src/model/reply-budget.ts";
import type { Reply } from "../../src/model/reply.ts";
import { idOf } from "../support/graph-of.ts";
import { alertOf } from "../support/scripted-alerts.ts";
import { incidentOf, NIGHT } from "../support/story-of.ts";

function story(number: number, more: Partial<RolledStory> = {}, title = `web-${number} fails`) {
  const lead = incidentOf([], { id: `P${number}`, number, title });
  return { lead, others: 0, hits: 0, isOver: false, ...more };
}

const itemsOf = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === "list" ? block.items.map(({ text }) => text) : []));

const numbersOf = (reply: Reply) =>
  [...JSON.stringify(itemsOf(reply)).matchAll(/"#(\d+)/g)].map(([, number]) => number);
const textsOf = (reply: Reply) => [
  ...itemsOf(reply),
  ...reply.blocks.flatMap((block) => (block.type === "section" ? [block.text] : [])),
];

describe("a roll-up", () => {
  it("says of each story its status, its probable origin and what that hits", () => {
    const reply = rollUp([story(7, { origin: idOf("redis"), hits: 12, others: 2 })]);

    expect(itemsOf(reply)).toEqual([
      "#7 web-7 fails (+2): triggered since 02:13 UTC, origin redis, 12 hit",
    ]);
    expect(reply.headline).toBe("1 more incident in this channel since 02:13 UTC, 1 open");
  });

  it("has the worst first, and what is over or told elsewhere last", () => {
    const quiet = alertOf("a", NIGHT, { severity: "warning" });
    const warning = { ...story(3), lead: incidentOf([quiet], { number: 3, title: "slow" }) };
    const reply = rollUp([
      story(1, { isOver: true }),
      story(2, { elsewhere: "in inc-2" }),
      warning,
      story(4, { hits: 3 }),
      story(5, { hits: 9 }),
    ]);

    expect(numbersOf(reply)).toEqual(["5", "4", "3", "2", "1"]);
  });

  it("says where a story is told by now", () => {
    expect(itemsOf(rollUp([story(2, { elsewhere: "in inc-2" })]))).toEqual([
      "#2 web-2 fails: told in inc-2",
    ]);
  });

  it("lets anybody choose a story to see it whole", () => {
    const [select] = rollUp([story(1), story(2)]).blocks.filter(({ type }) => type === "select");

    expect(select).toMatchObject({
      action: { type: "command", line: "incident" },
      options: [
        { label: "#1 web-1 fails", value: "P1" },
        { label: "#2 web-2 fails", value: "P2" },
      ],
    });
  });

  it("is at ease once all of it is over", () => {
    const reply = rollUp([story(1, { isOver: true }), story(2, { isOver: true })]);

    expect(reply).toMatchObject({
      tone: "ok",
      headline: "2 more incidents in this channel since 02:13 UTC: all over",
    });
  });

  it("names every story, as many as it takes, whatever their titles are", () => {
    const titles = fc.array(fc.string({ maxLength: 300, unit: "binary" }), {
      minLength: MOST_ROLLED,
      maxLength: MOST_ROLLED,
    });
    fc.assert(
      fc.property(titles, fc.nat({ max: 200 }), (all, over) => {
        const stories = all.map((title, number) =>
          story(10_000 + number, { origin: idOf("x".repeat(80)), isOver: number < over }, title),
        );

        const reply = fitReply(rollUp(stories));

        const words = JSON.stringify(textsOf(reply));
        for (const { lead } of stories) expect(words).toContain(`#${lead.number} `);
        expect(words).not.toContain("left out to keep this short");
      }),
      { numRuns: 20 },
    );
  });
});

it("a storm's last line counts what came and what is over", () => {
  const reply = stormOver([story(1), story(2, { isOver: true })], 130_000);

  expect(reply.headline).toBe(
    "No more incidents come: 2 incidents in 2 minutes went into this list; over by now: 1.",
  );
});
