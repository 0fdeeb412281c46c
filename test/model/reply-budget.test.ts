import fc from "fast-check";
import { expect, it } from "vitest";
import { fitReply } from "../../src/model/reply-budget.ts";
import { charactersIn, charactersOf } from "../../src/model/reply-size.ts";
import { BUDGET, Reply, type Block } from "../../src/model/reply.ts";
import { anyReply } from "../support/any-reply.ts";

function replyWith(...blocks: Block[]): Reply {
  return Reply.parse({ headline: "redis-cart is down", blocks });
}

function buttonsNamed(...labels: string[]): Block {
  const buttons = labels.map((label) => ({
    label,
    action: { type: "command" as const, line: label },
  }));
  return { type: "buttons", buttons };
}

it("keeps every budget, whatever the reply, and twice is once", () => {
  fc.assert(
    fc.property(anyReply, (reply) => {
      const fitted = fitReply(reply);

      expect(fitted.headline.length).toBeLessThanOrEqual(BUDGET.headline);
      expect(fitted.blocks.length).toBeLessThanOrEqual(BUDGET.blocks);
      expect(fitted.footer.length).toBeLessThanOrEqual(BUDGET.footerLines);
      expect(charactersOf(fitted)).toBeLessThanOrEqual(BUDGET.totalCharacters);
      expect(fitted.blocks.map(fillOf).filter(({ used, limit }) => used > limit)).toEqual([]);
      expect(fitReply(fitted)).toEqual(fitted);
    }),
    { numRuns: 100 },
  );
});

/** How full the part is and how full it may be; pictures, quotes and forms have no limit of their own. */
function fillOf(part: Block): { used: number; limit: number } {
  switch (part.type) {
    case "section":
      return { used: charactersIn(part.text), limit: BUDGET.sectionCharacters };
    case "list":
      return { used: part.items.length, limit: BUDGET.listItems };
    case "facts":
      return { used: part.facts.length, limit: BUDGET.listItems };
    case "table":
      return { used: part.rows.length, limit: BUDGET.tableRows };
    case "buttons":
      return { used: part.buttons.length, limit: BUDGET.buttons };
    case "select":
      return { used: part.options.length, limit: BUDGET.options };
    case "quote":
    case "picture":
    case "search":
    case "form":
      return { used: 0, limit: 0 };
  }
}

it("leaves a reply that fits as it is", () => {
  const reply = replyWith({ type: "section", text: "All is well." }, buttonsNamed("Show map"));

  expect(fitReply(reply)).toEqual(reply);
});

it("adds what it cuts from a list to what the list already left out", () => {
  const items = Array.from({ length: 30 }, (_, index) => ({
    text: `service-${index}`,
    tone: "down" as const,
  }));

  const [list] = fitReply(replyWith({ type: "list", items, more: 7 })).blocks;

  expect(list).toMatchObject({ more: 17, items: items.slice(0, 20) });
});

it("counts the facts that found no room", () => {
  const facts = Array.from({ length: 30 }, (_, at) => ({ label: `fact ${at}`, value: "yes" }));

  const [block] = fitReply(replyWith({ type: "facts", facts })).blocks;

  expect(block).toMatchObject({
    facts: [...facts.slice(0, 19), { label: "and", value: "+11 more" }],
  });
});

it("says how many characters of a section are missing", () => {
  const [section] = fitReply(replyWith({ type: "section", text: "x".repeat(5000) })).blocks;

  expect(section).toMatchObject({ text: expect.stringMatching(/x… \(\+2230 more characters\)$/) });
});

it("names the buttons that found no room", () => {
  const labels = Array.from({ length: 12 }, (_, index) => `Button ${index}`);

  const [row, note] = fitReply(replyWith(buttonsNamed(...labels))).blocks;

  expect(row).toMatchObject({ buttons: { length: 10 } });
  expect(note).toEqual({ type: "section", text: "+2 more buttons: Button 10, Button 11" });
});

it("drops paragraphs before buttons when there are too many blocks", () => {
  const paragraphs = Array.from({ length: 60 }, (): Block => ({ type: "section", text: "words" }));

  const { blocks } = fitReply(replyWith(...paragraphs, buttonsNamed("Approve")));

  expect(blocks).toHaveLength(BUDGET.blocks);
  expect(blocks.at(-1)).toEqual(buttonsNamed("Approve"));
  expect(blocks.at(-2)).toEqual({
    type: "section",
    text: "+22 more parts, left out to keep this short.",
  });
});

it("never cuts a sign in two", () => {
  const { headline } = fitReply(Reply.parse({ headline: "🔥".repeat(100) }));

  expect(headline.isWellFormed()).toBe(true);
});
