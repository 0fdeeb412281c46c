import { describe, expect, it } from "vitest";
import { brokenBlockRules } from "../../../../support/slack/block-rules.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const header = (text: string) => ({ type: "header", text: plain(text) });
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (id: string) => ({ type: "button", action_id: id, text: plain("Go") });
const rich = (...elements: object[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const table = { type: "table", rows: [[rich({ type: "text", text: "cell" })]] };
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);
const input = {
  type: "input",
  label: plain("Name"),
  element: { type: "plain_text_input", action_id: "name" },
};
const modal = { type: "modal", title: plain("Ask"), blocks: [] };

describe("a message", () => {
  it.each([
    ["51 blocks", times(51, { type: "divider" })],
    ["a header of 151 characters", [header("h".repeat(151))]],
    ["a header that escaping makes too long", [header("&".repeat(31))]],
    ["a section of 3,001 characters", [section("s".repeat(3001))]],
    ["an empty section", [section("")]],
    [
      "26 elements in a row",
      [{ type: "actions", elements: times(26, 0).map((_, at) => button(`b${at}`)) }],
    ],
    ["an id of an action twice", [{ type: "actions", elements: [button("b"), button("b")] }]],
    ["an id of a block twice", times(2, { ...header("h"), block_id: "one" })],
    ["a picture without a description", [{ type: "image", slack_file: { id: "F1" } }]],
    ["rich text with an empty text", [rich({ type: "text", text: "" })]],
    ["rich text without any", [rich()]],
    ["two tables", [table, table]],
    ["a key that Slack does not know", [{ ...header("h"), colour: "red" }]],
    ["a kind that Slack does not know", [{ type: "marquee" }]],
  ])("is refused for %s", (_what, blocks) => {
    expect(brokenBlockRules({ text: "t", blocks })[0]).toMatch(/^invalid_blocks: /);
  });

  it("is refused when all of it together is too long", () => {
    const blocks = times(5, section("s".repeat(2900)));

    expect(brokenBlockRules({ text: "t", blocks })[0]).toMatch(/^msg_blocks_too_long/);
  });

  it("is refused when its text is too long", () => {
    expect(brokenBlockRules({ text: "t".repeat(40_001) })[0]).toMatch(/^msg_too_long/);
  });

  it("is taken up to the limits", () => {
    const blocks = [header("h".repeat(150)), section("s".repeat(3000)), table, input];

    expect(brokenBlockRules({ text: "t", blocks })).toEqual([]);
  });
});

describe("a view", () => {
  it.each([
    ["a modal without a title", { type: "modal", blocks: [] }],
    ["a title of 25 characters", { ...modal, title: plain("t".repeat(25)) }],
    ["inputs that nothing sends", { ...modal, blocks: [input] }],
    ["a table", { ...modal, blocks: [table] }],
    ["101 blocks", { ...modal, blocks: times(101, { type: "divider" }) }],
    ["more than 3,000 carried characters", { ...modal, private_metadata: "m".repeat(3001) }],
    ["a home tab with a title", { type: "home", title: plain("Home"), blocks: [] }],
  ])("is refused for %s", (_what, view) => {
    expect(brokenBlockRules({ view })[0]).toMatch(/^invalid_arguments: /);
  });

  it("is taken up to the limits", () => {
    const blocks = [...times(99, { type: "divider" }), input];

    expect(brokenBlockRules({ view: { ...modal, submit: plain("Send"), blocks } })).toEqual([]);
    expect(brokenBlockRules({ view: { type: "home", blocks } })).toEqual([]);
  });
});
