import fc from "fast-check";
import { expect, it } from "vitest";
import { renderForm } from "../../../../src/adapters/chat/local/render-controls.ts";
import { renderHtml } from "../../../../src/adapters/chat/local/render-html.ts";
import { actionsOf } from "../../../../src/model/actions-of.ts";
import { Block, type Reply } from "../../../../src/model/reply.ts";
import { richReply } from "../../../support/rich-reply.ts";

const surrounding = {
  message: "m1",
  actionId: () => "a1",
  pictureUrl: (block: number) => `/m/m1/picture/${block}`,
  formUrl: (block: number) => `/m/m1/form/${block}`,
};

/** All markup of a reply, its form included. */
function markupOf(reply: Reply): string {
  const form = reply.blocks.findIndex(({ type }) => type === "form");
  const opened = renderForm(reply, form, surrounding)?.markup ?? "";
  return renderHtml(reply, surrounding).markup + opened;
}

/** Elements and attributes without the words in them. */
function skeletonOf(markup: string): string[] {
  const tags = markup.match(/<[^>]*>/g) ?? [];
  return tags.map((tag) =>
    tag.replaceAll(/ (alt|aria-label|value)="[^"]*"/g, " $1").replaceAll(/\s+/g, " "),
  );
}

const hostile = fc
  .array(
    fc.constantFrom(
      ..."< > & \" ' ` = / javascript: <script> </li> onerror= <!-- --> ]]> <hx-partial &lt; &#60; {{ \u0000 \u202E x".split(
        " ",
      ),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(""));

it("draws every type of block", () => {
  const types = Block.options.map(({ shape }) => shape.type.value);

  expect(new Set(richReply().blocks.map(({ type }) => type))).toEqual(new Set(types));
});

it("lets nothing of a name act, wherever it stands", () => {
  const harmless = skeletonOf(markupOf(richReply("plain")));

  fc.assert(
    fc.property(hostile, (name) => {
      expect(skeletonOf(markupOf(richReply(name)))).toEqual(harmless);
    }),
    { numRuns: 200 },
  );
});

it("has no style, no script and no event attribute, which the policy would stop", () => {
  expect(markupOf(richReply())).not.toMatch(/ style=|<script|<style| on\w+=|javascript:/);
});

it("links only to web addresses and to the workspace itself", () => {
  const quote = (link: string) =>
    markupOf({ ...richReply(), blocks: [{ type: "quote", text: "x", author: "Ana", link }] });

  expect(quote("javascript:alert(1)")).not.toContain("<a ");
  expect(quote("//evil.example")).not.toContain("<a ");
  expect(quote("/c/general/t/m1")).toContain('href="/c/general/t/m1"');
});

it("says every tone in a word", () => {
  const markup = markupOf(richReply()).replaceAll(/\s+/g, " ");

  for (const word of ["Down", "Degraded", "Stale", "Starved", "OK"]) {
    expect(markup).toContain(`>${word}</span`);
  }
});

it("gives every control the opaque id of its own action", () => {
  const reply = richReply();
  const ids = new Map(actionsOf(reply).map((action, at) => [JSON.stringify(action), `id-${at}`]));
  const own = { ...surrounding, actionId: (action: object) => ids.get(JSON.stringify(action)) };
  const markup = renderHtml(reply, own).markup + renderForm(reply, 9, own)?.markup;

  const found = [...markup.matchAll(/name="action"\s+value="([^"]*)"/g)].map(([, id]) => id);

  expect(found).toEqual(["id-0", "id-1", "id-2", "id-3", "id-4", "id-5"]);
});

it("disables a control whose action nobody kept", () => {
  const { markup } = renderHtml(richReply(), { ...surrounding, actionId: () => undefined });

  expect(markup.match(/<button[^>]* disabled/g)).toHaveLength(5);
});

it("links the address of one of its own messages, and nothing that looks like another address", () => {
  const own = "/c/general/t/m1-a#t-m2-b";
  const reply = { ...richReply(), blocks: [{ type: "section" as const, text: `said in ${own}.` }] };
  const foreign = { type: "section" as const, text: "said in //evil.example/c/general#t-m2-b" };

  expect(renderHtml(reply, surrounding).markup).toContain(`said in <a href="${own}">`);
  expect(renderHtml({ ...reply, blocks: [foreign] }, surrounding).markup).not.toContain("<a");
});
