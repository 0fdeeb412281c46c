import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { renderText } from "../../../../src/adapters/chat/terminal/render-text.ts";
import { columnsOf } from "../../../../src/adapters/chat/terminal/wrap-text.ts";
import { Reply } from "../../../../src/model/reply.ts";
import { richReply } from "../../../support/rich-reply.ts";

it("tells tones by a sign and a word", () => {
  const lines = renderText(richReply()).split("\n");

  expect(lines[0]).toBe("✖ DOWN  stock-cache is down: 14 components and 2 journeys are hit");
  expect(lines).toContain("  ▲ degraded  storefront in 4 s, runs on a cached catalogue");
  expect(lines).toContain("  +8 more");
});

it("aligns tables, figures to the right", () => {
  const reply = Reply.parse({
    headline: "Journeys",
    blocks: [
      {
        type: "table",
        columns: ["Journey", "Users"],
        rows: [
          ["Check out", "1,200"],
          ["Track", "40"],
        ],
      },
    ],
  });

  expect(renderText(reply).split("\n").slice(3)).toEqual([
    "  Journey    Users",
    "  ─────────  ─────",
    "  Check out  1,200",
    "  Track         40",
  ]);
});

it("shows nothing of a hostile name but letters", () => {
  const text = renderText(richReply("\u001b]0;owned\u0007\u001b[2J\r\u009b31m\u202Eexe"));

  expect(text).toMatch(/^[\P{Cc}\n]*$/u);
  expect(text).not.toMatch(/[\u202A-\u202E]/);
});

it("adds colour and no other difference", () => {
  const coloured = renderText(richReply(), { colour: true });

  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(renderText(richReply()));
});

it("stays within the width, whatever the names", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 }),
      fc.integer({ min: 60, max: 140 }),
      (name, width) => {
        const lines = renderText(richReply(name), { width }).split("\n");
        const wide = lines.filter((line) => columnsOf(line) > width);

        expect(wide).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});

it("names the channel of a message instead of an address that no terminal opens", () => {
  const link = "/c/general/t/m1-a#t-m2-b";
  const quote = { type: "quote" as const, text: "it hung", author: "Robin", link };
  const text = `learned: ${link}`;
  const reply = Reply.parse({ headline: "x", blocks: [quote, { type: "section", text }] });

  expect(renderText(reply).split("\n").slice(3)).toEqual([
    "  │ “it hung”",
    "  │ — Robin",
    "",
    "  learned: a message in #general",
  ]);
});
