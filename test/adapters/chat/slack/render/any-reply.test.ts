import fc from "fast-check";
import { expect, it } from "vitest";
import { readElement } from "../../../../../src/adapters/chat/slack/render/read-controls.ts";
import { renderMessage } from "../../../../../src/adapters/chat/slack/render/render-message.ts";
import {
  renderHome,
  renderModal,
} from "../../../../../src/adapters/chat/slack/render/render-views.ts";
import { anyReply, HOSTILE } from "../../../../support/any-reply.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import { brokenBlockRules } from "../../../../support/slack/block-rules.ts";
import { keptActions } from "../../../../support/slack/kept-actions.ts";

/** The first reply that fails is shown as it is: making one of this size smaller takes minutes. */
const runs = (numRuns: number) => ({ numRuns, endOnFailure: true });

const withFiles = () => keptActions((svg) => (svg === "<svg/>" ? "F1" : undefined));

it("makes a message that Slack takes, whatever the reply", async () => {
  await fc.assert(
    fc.asyncProperty(anyReply, async (reply) => {
      const { text, blocks } = await renderMessage(reply, withFiles());

      expect(brokenBlockRules({ text, blocks })).toEqual([]);
      expect(text.length).toBeLessThan(2000);
    }),
    runs(60),
  );
});

it("makes a window and a home tab that Slack takes, whatever the reply", async () => {
  await fc.assert(
    fc.asyncProperty(anyReply, async (reply) => {
      const modal = await renderModal(reply, withFiles(), "carried");
      const home = await renderHome(reply, withFiles());

      expect(brokenBlockRules({ view: modal })).toEqual([]);
      expect(brokenBlockRules({ view: home })).toEqual([]);
    }),
    runs(60),
  );
});

it("reads every action back from what is pressed", async () => {
  await fc.assert(
    fc.asyncProperty(anyReply, async (reply) => {
      const box = keptActions();
      const { blocks } = await renderMessage(reply, box);

      const read = pressable(blocks).map((element) => readElement(element)?.action ?? "");

      expect(read.map((id) => box.kept.has(id))).toEqual(read.map(() => true));
    }),
    runs(60),
  );
});

it.each(HOSTILE)("leaves %j as dead letters wherever a name can stand", async (name) => {
  const { text, blocks } = await renderMessage(richReply(name), withFiles());

  const kinds = leavesIn(blocks).map(({ type }) => type);
  expect(new Set(kinds)).toEqual(
    new Set(
      ["header", "plain_text", "rich_text", "rich_text_section", "rich_text_list"].concat(
        ["rich_text_quote", "text", "link", "emoji", "table", "actions", "button", "section"],
        ["static_select", "external_select", "context"],
      ),
    ),
  );
  expect(leavesIn(blocks).flatMap(({ url }) => (url === undefined ? [] : [url]))).toEqual([
    "https://pager.example/incidents/Q7",
    "https://chat.example/archives/1",
  ]);
  expect(leavesIn(blocks).filter(({ emoji }) => emoji === true)).toEqual([]);
  expect(text).not.toMatch(/<|>|&(?!amp;|lt;|gt;)|[@#]\w|:\/\/|:\w+:|(?<!\w)[*_~]\w|`/);
  expect(blocks.flatMap((block) => wordsIn(block)).join("\n")).toContain(name);
});

type Json = Readonly<Record<string, unknown>>;

/** Every object in it that has a type. */
function leavesIn(json: unknown): Json[] {
  if (Array.isArray(json)) return json.flatMap(leavesIn);
  if (typeof json !== "object" || json === null) return [];
  const own: Json = { ...json };
  const inner = Object.values(own).flatMap(leavesIn);
  return typeof own["type"] === "string" ? [own, ...inner] : inner;
}

function pressable(blocks: unknown): Json[] {
  const kinds = new Set(["button", "static_select", "external_select"]);
  const fields = leavesIn(blocks)
    .filter(({ type }) => type === "input")
    .flatMap(leavesIn);
  const inForms = new Set(fields.map(({ action_id: id }) => id));
  return leavesIn(blocks).filter(
    ({ type, action_id: id }) => kinds.has(String(type)) && !inForms.has(id),
  );
}

function wordsIn(json: unknown): string[] {
  return leavesIn(json).flatMap(({ text }) => (typeof text === "string" ? [text] : []));
}
