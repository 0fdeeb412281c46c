import { describe, expect, it } from "vitest";
import { escapeMrkdwn } from "../../../../../src/adapters/chat/slack/render/escape-mrkdwn.ts";
import {
  readElement,
  readForm,
} from "../../../../../src/adapters/chat/slack/render/read-controls.ts";
import { renderMessage } from "../../../../../src/adapters/chat/slack/render/render-message.ts";
import { renderModal } from "../../../../../src/adapters/chat/slack/render/render-views.ts";
import { Reply, type Block } from "../../../../../src/model/reply.ts";
import { keptActions } from "../../../../support/slack/kept-actions.ts";

const line = (text: string) => ({ type: "command" as const, line: text });
const replyOf = (...blocks: object[]) => Reply.parse({ headline: "cart", blocks });
const bodyOf = async (...blocks: object[]) => {
  return (await renderMessage(replyOf(...blocks), keptActions())).blocks.slice(1);
};
const table = {
  type: "table",
  columns: ["name", "owner"],
  rows: [
    ["cart", "Baskets"],
    ["", ""],
  ],
};
const fieldsOf = (...names: string[]) => names.map((name) => ({ name, label: name, value: name }));

describe("a message", () => {
  it("says how bad it is with a sign and a word", async () => {
    const { text, blocks } = await renderMessage(
      Reply.parse({ headline: "#4 Basket errors", tone: "degraded" }),
      keptActions(),
    );

    expect(blocks).toMatchObject([
      { type: "header", text: { text: "⚠️ Degraded: #4 Basket errors" } },
    ]);
    expect(text).toMatch(/^⚠️ Degraded/);
  });

  it("does not say a tone that the headline says", async () => {
    const { blocks } = await renderMessage(
      Reply.parse({ headline: "cart is down", tone: "down" }),
      keptActions(),
    );

    expect(blocks).toMatchObject([{ text: { text: "⛔ cart is down" } }]);
  });

  it("notifies with the headline and the first words", async () => {
    const { text } = await renderMessage(
      replyOf({
        type: "section",
        text: [{ text: "3 alerts on " }, { text: "cart", style: "bold" }],
      }),
      keptActions(),
    );

    expect(text).toBe("cart\n3 alerts on cart");
  });

  it("marks points whose tone the title does not say", async () => {
    const items = [{ text: "cart", tone: "down" }, { text: "search" }];

    const [list] = await bodyOf({ type: "list", title: "Hit", items, more: 2 });

    expect(list).toMatchObject({
      elements: [
        { elements: [{ text: "Hit", style: { bold: true } }] },
        {
          type: "rich_text_list",
          elements: [
            {
              elements: [{ name: "no_entry" }, { text: " Down" }, { text: "  " }, { text: "cart" }],
            },
            { elements: [{ text: "search" }] },
          ],
        },
        { elements: [{ text: "+2 more" }] },
      ],
    });
  });

  it("says the word of a tone once in a row of points that share it", async () => {
    const items = ["down", "down", "stale", "down"].map((tone) => ({ text: "cart", tone }));

    const [list] = await bodyOf({ type: "list", items });

    expect(JSON.stringify(list).match(/ (Down|Stale)"/g)).toEqual([' Down"', ' Stale"', ' Down"']);
  });

  it("shows its first table as Slack's own and the next as points", async () => {
    const [first, second] = await bodyOf(table, table);

    expect(first).toMatchObject({ type: "table", rows: { length: 3 } });
    expect(second).toMatchObject({
      type: "rich_text",
      elements: [{ type: "rich_text_list", elements: [{ elements: { length: 3 } }] }],
    });
  });

  it("describes a picture until Slack can show it", async () => {
    const picture: Block = { type: "picture", svg: "<svg/>", alt: "cart is hit", title: "Map" };

    const before = await renderMessage(replyOf(picture), keptActions());
    const after = await renderMessage(
      replyOf(picture),
      keptActions(() => "F7"),
    );

    expect(before.blocks[1]).toMatchObject({
      elements: [{ elements: [{ text: "Map" }, { text: "\n" }, { text: "Picture: cart is hit" }] }],
    });
    expect(after.blocks[1]).toMatchObject({
      type: "image",
      slack_file: { id: "F7" },
      alt_text: "cart is hit",
    });
  });

  it("says how much it left out when escaping makes it too long for Slack", async () => {
    const long = Array.from({ length: 4 }, () => ({ type: "section", text: "&".repeat(900) }));

    const blocks = await bodyOf(...long);

    expect(blocks).toHaveLength(3);
    expect(blocks.at(-1)).toMatchObject({
      type: "context",
      elements: [{ text: "+2 more parts, left out to keep this short." }],
    });
  });

  it("quotes with a link to where it was said, and with none to anything else", async () => {
    const quote = { type: "quote", text: "cart reads stock", author: "Ines" };

    const [open, dead] = await bodyOf(
      { ...quote, link: "https://chat.example/1" },
      { ...quote, link: "javascript:alert(1)" },
    );

    expect(open).toMatchObject({
      elements: [{ type: "rich_text_quote", elements: { 3: { type: "link", text: "Ines" } } }],
    });
    expect(dead).toMatchObject({ elements: [{ elements: { 3: { type: "text", text: "Ines" } } }] });
  });
});

describe("controls", () => {
  it("gives a choice's value, the empty one too", async () => {
    const box = keptActions();
    const options = [
      { label: "none", value: "" },
      { label: "cart", value: "cart" },
    ];
    const select = { type: "select", label: "Which?", action: line("whois"), options };
    const { blocks } = await renderMessage(replyOf(select), box);

    const { accessory } = blocks[1] as { accessory: { action_id: string; options: object[] } };
    const chosen = accessory.options.map((selected_option) => {
      return readElement({ ...accessory, selected_option })?.fields["value"];
    });

    expect(chosen).toEqual(["", "cart"]);
    expect(box.kept.get(readElement(accessory)?.action ?? "")).toEqual(line("whois"));
  });

  it("sends the fields of a small form from where it stands, and only its own", async () => {
    const box = keptActions();
    const form = (prefix: string) => ({
      type: "form",
      title: "Find",
      fields: fieldsOf("consumer", `${prefix}-provider`),
      submit: { label: "Find", action: line(prefix) },
    });
    const { blocks } = await renderMessage(replyOf(form("a"), form("b")), box);
    const filled = Object.fromEntries(
      blocks.flatMap((block) => {
        if (block.type !== "input") return [];
        const { block_id = "", element } = block as {
          block_id?: string;
          element: { action_id: string };
        };
        const input = { type: "plain_text_input", value: `${block_id}!` };
        return [[block_id, { [element.action_id]: input }]];
      }),
    );

    const { elements } = blocks.at(-1) as { elements: object[] };
    const chosen = readElement(elements[0], { values: filled });

    expect(box.kept.get(chosen?.action ?? "")).toEqual(line("b"));
    expect(chosen?.fields).toEqual({
      consumer: "form.1.field.0!",
      "b-provider": "form.1.field.1!",
    });
  });

  it("opens a form with more than two fields in a window", async () => {
    const box = keptActions();
    const form = {
      type: "form",
      title: "Link",
      fields: fieldsOf("a", "b", "c"),
      submit: { label: "Save", action: line("link") },
    };
    const { blocks } = await renderMessage(replyOf(form), box);

    const { elements } = blocks[1] as { elements: object[] };
    const action = box.kept.get(readElement(elements[0])?.action ?? "");

    expect(action).toMatchObject({ type: "open-form" });
    expect(action?.type === "open-form" && JSON.parse(action.form)).toMatchObject(form);
  });

  it("sets buttons that follow each other side by side, and leaves a form's own below it", async () => {
    const buttons = (label: string) => ({
      type: "buttons",
      buttons: [{ label, action: line("help") }],
    });
    const form = {
      type: "form",
      title: "Find",
      fields: fieldsOf("name"),
      submit: { label: "Find", action: line("whois") },
    };

    const blocks = await bodyOf(buttons("One"), buttons("Two"), form, buttons("Three"));

    const labels = blocks.map((block) => {
      return block.type === "actions" && block.elements.map((one) => "text" in one && one.text);
    });
    expect(labels).toMatchObject([
      [{ text: "One" }, { text: "Two" }],
      false,
      [{ text: "Find" }],
      [{ text: "Three" }],
    ]);
  });

  it("knows none of what it did not make", () => {
    expect(readElement({ action_id: "somebody-elses" })).toBeUndefined();
    expect(readElement({ no: "element" })).toBeUndefined();
    expect(readForm({ callback_id: "button.1.0:id", state: { values: {} } })).toBeUndefined();
  });
});

describe("a window", () => {
  it("asks for a form's fields, filled, and reads what was sent", async () => {
    const box = keptActions();
    const form = {
      type: "form",
      title: "Edit the proposal",
      fields: [
        { name: "consumer", label: "Consumer", value: "cart", required: true },
        { name: "why", label: "Why", multiline: true },
        {
          name: "strength",
          label: "Strength",
          options: [
            { label: "not said", value: "" },
            { label: "hard", value: "hard" },
          ],
        },
      ],
      submit: { label: "Save", action: line("save") },
    };
    const view = await renderModal(replyOf(form), box, "carried");

    expect(view).toMatchObject({
      title: { text: "Edit the proposal" },
      submit: { text: "Save" },
      private_metadata: "carried",
      blocks: [
        { type: "header" },
        { element: { initial_value: "cart" } },
        { optional: true, element: { multiline: true } },
        { element: { initial_option: { value: " " } } },
      ],
    });
    const values = {
      "form.99.field.0": { "field:consumer": { type: "plain_text_input", value: "basket" } },
      "form.99.field.1": { "field:why": { type: "plain_text_input", value: null } },
      "form.99.field.2": { "field:strength": { selected_option: { value: " " } } },
    };
    const sent = readForm({ callback_id: view.callback_id, state: { values } });
    expect(sent?.fields).toEqual({ consumer: "basket", why: "", strength: "" });
    expect(box.kept.get(sent?.action ?? "")).toEqual(line("save"));
  });

  it("is not a form's own when there is something else to press", async () => {
    const box = keptActions();
    const form = {
      type: "form",
      title: "Find",
      fields: fieldsOf("name"),
      submit: { label: "Find", action: line("whois") },
    };
    const buttons = { type: "buttons", buttons: [{ label: "Help", action: line("help") }] };

    const view = await renderModal(replyOf(form, buttons), box, "");

    expect(view).not.toHaveProperty("submit");
    expect(view.blocks).toMatchObject([
      { elements: [{ text: { text: "Find…" } }, { text: { text: "Help" } }] },
    ]);
  });

  it("does not say its title twice", async () => {
    const form = {
      type: "form",
      title: "Link",
      fields: fieldsOf("a"),
      submit: { label: "Save", action: line("link") },
    };

    const view = await renderModal(
      Reply.parse({ headline: "Link", blocks: [form] }),
      keptActions(),
      "",
    );

    expect(view.blocks).toMatchObject([{ type: "input" }]);
  });
});

it.each([
  ["*bold* stock_cache _it_", "∗bold∗ stock_cache ˍitˍ"],
  ["a < b & `c`", "a &lt; b &amp; ˋcˋ"],
  ["@here #team", "@\u2060here #\u2060team"],
  ["https://x.example :fire:", "https:\u2060//x.\u2060example :\u2060fire:"],
])("shows %j in a notification as letters only", (text, shown) => {
  expect(escapeMrkdwn(text)).toBe(shown);
});
