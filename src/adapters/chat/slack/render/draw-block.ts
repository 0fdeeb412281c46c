import type { KnownBlock, RichTextElement } from "@slack/types";
import { plainLine, plainText } from "../../../../model/plain-text.ts";
import type { Block, Text, Tone } from "../../../../model/reply.ts";
import { drawControls } from "./draw-controls.ts";
import { drawTable } from "./draw-table.ts";
import type { Drawing } from "./render-tools.ts";
import {
  boldWords,
  isOpenable,
  linkTo,
  richBlock,
  richSection,
  richWords,
  toneSign,
} from "./rich-words.ts";
import { cutToSlack } from "./slack-length.ts";
import { saysWord, TONE_SIGNS } from "./tone-signs.ts";

/** Longest description and longest title of a picture. */
const ALT_CHARACTERS = 2000;

type List = Block & { type: "list" };

/** One block of a reply as Slack's blocks; `at` is its place among them. Nothing where there is nothing to see. */
export function drawBlock(block: Block, at: number, drawing: Drawing): KnownBlock[] {
  switch (block.type) {
    case "section":
      return richBlock(richSection([titleOf(block), richWords(block.text)]));
    case "facts":
      return richBlock(richSection([titleOf(block), ...block.facts.map(factLine)]));
    case "list":
      return drawList(block);
    case "table":
      return drawTable(block, drawing.surface);
    case "quote":
      return drawQuote(block);
    case "picture":
      return drawPicture(block, drawing.fileOf(block.svg));
    case "buttons":
    case "select":
    case "search":
    case "form":
      return drawControls(block, at, drawing);
  }
}

/** A block's title as a line of its own. */
function titleOf({ title }: { readonly title?: string | undefined }): RichTextElement[] {
  return title === undefined ? [] : boldWords(plainLine(title));
}

/** What was left out, as everywhere in depmap. */
function moreWords(more: number): RichTextElement[] {
  return more > 0 ? richWords(`+${more} more`) : [];
}

function factLine({ label, value }: { label: string; value: Text }): RichTextElement[] {
  const words = richWords(value);
  return [
    ...boldWords(`${plainLine(label)}:`),
    ...richWords(words.length > 0 ? " " : ""),
    ...words,
  ];
}

/** Points, each with the sign of its tone; the first in a row of the same tone has the word, too, unless the title says it. */
function drawList(list: List): KnownBlock[] {
  const points = list.items.flatMap(({ text, tone }, at) => {
    const words = richWords(text);
    if (words.length === 0) return [];
    const isSaid = list.items[at - 1]?.tone === tone;
    return richSection([[...markOf(tone, list.title, isSaid), ...words]]) ?? [];
  });
  return richBlock(
    richSection([titleOf(list)]),
    points.length > 0 ? { type: "rich_text_list", style: "bullet", elements: points } : undefined,
    richSection([moreWords(list.more)]),
  );
}

function markOf(tone: Tone, title = "", isSaid = false): RichTextElement[] {
  if (tone === "neutral") return [];
  const { word } = TONE_SIGNS[tone];
  if (isSaid || saysWord(title, word)) return [toneSign(tone), ...richWords(" ")];
  return [toneSign(tone), ...boldWords(` ${word}`), ...richWords("  ")];
}

function drawQuote({ text, author, link }: Block & { type: "quote" }): KnownBlock[] {
  const name = plainLine(author);
  const by =
    link !== undefined && name !== "" && isOpenable(link) ? [linkTo(link, name)] : richWords(name);
  const said = richWords(text);
  const lines = richSection([said, by.length > 0 ? [...richWords("— "), ...by] : []]);
  return richBlock(lines && { type: "rich_text_quote", elements: lines.elements });
}

function drawPicture(
  { alt, title }: Block & { type: "picture" },
  file: string | undefined,
): KnownBlock[] {
  const described = cutToSlack(plainText(alt), ALT_CHARACTERS);
  if (file === undefined) {
    return richBlock(richSection([titleOf({ title }), richWords(`Picture: ${described}`)]));
  }
  const said = cutToSlack(plainLine(title ?? ""), ALT_CHARACTERS);
  const heading =
    said === "" ? {} : { title: { type: "plain_text", text: said, emoji: false } as const };
  return [{ type: "image", slack_file: { id: file }, alt_text: described, ...heading }];
}
