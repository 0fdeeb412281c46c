import type { ActionsBlock, KnownBlock } from "@slack/types";
import { plainLine, plainText } from "../../../../model/plain-text.ts";
import type { Block, Reply } from "../../../../model/reply.ts";
import { drawBlock } from "./draw-block.ts";
import { OWN_FORM, readActionId } from "./control-ids.ts";
import { drawFields, words } from "./draw-controls.ts";
import type { Drawing } from "./render-tools.ts";
import { richBlock, richSection, richWords } from "./rich-words.ts";
import { cutToSlack } from "./slack-length.ts";
import { saysWord, TONE_SIGNS } from "./tone-signs.ts";

const HEADLINE_CHARACTERS = 150;
const ROW_ELEMENTS = 25;
const BANNER_CHARACTERS = 1000;
const FOOTER_LINE_CHARACTERS = 300;

/** The whole reply as blocks, in reading order: headline, banner, its blocks, footer. */
export function drawReply(reply: Reply, drawing: Drawing): KnownBlock[] {
  return [
    { type: "header", text: words(signedHeadline(reply), HEADLINE_CHARACTERS) },
    ...drawBanner(reply.banner),
    ...inOneRow(drawBlocks(reply.blocks, drawing)),
    ...drawFooter(reply.footer),
  ];
}

/** The headline after the sign of its tone, and the word unless it says it itself. What is well needs none. */
export function signedHeadline({ headline, tone }: Reply): string {
  const line = plainLine(headline);
  if (tone === "neutral") return line;
  const { sign, word } = TONE_SIGNS[tone];
  return tone === "ok" || saysWord(line, word) ? `${sign} ${line}` : `${sign} ${word}: ${line}`;
}

function drawBlocks(blocks: readonly Block[], drawing: Drawing): KnownBlock[] {
  const first = blocks.findIndex(({ type }) => type === "table");
  return blocks.flatMap((block, at) => {
    if (block.type === "form" && block === drawing.ownForm) return drawFields(block, OWN_FORM);
    // Slack takes one table in a message.
    const isFurther = block.type === "table" && at !== first && drawing.surface === "message";
    return drawBlock(block, at, isFurther ? { ...drawing, surface: "home" } : drawing);
  });
}

/** Buttons of blocks that follow each other stand side by side; what sends a form stays under it. */
function inOneRow(blocks: readonly KnownBlock[]): KnownBlock[] {
  const rows: KnownBlock[] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    const fits = isRow(block) && last && isRow(last);
    if (fits && last.elements.length + block.elements.length <= ROW_ELEMENTS) {
      rows[rows.length - 1] = { ...last, elements: [...last.elements, ...block.elements] };
    } else rows.push(block);
  }
  return rows;
}

function isRow(block: KnownBlock): block is ActionsBlock {
  if (block.type !== "actions") return false;
  return block.elements.every(({ action_id: id = "" }) => readActionId(id)?.kind === "button");
}

function drawBanner(banner: string | undefined): KnownBlock[] {
  const said = cutToSlack(plainText(banner ?? ""), BANNER_CHARACTERS);
  if (said === "") return [];
  return richBlock(richSection([[{ type: "emoji", name: "warning" }, ...richWords(` ${said}`)]]));
}

/** All lines in one element: Slack would set several side by side. */
function drawFooter(lines: readonly string[]): KnownBlock[] {
  const said = lines
    .map((line) => cutToSlack(plainLine(line), FOOTER_LINE_CHARACTERS))
    .filter((line) => line.trim() !== "");
  if (said.length === 0) return [];
  const text = { type: "plain_text", text: said.join("\n"), emoji: false } as const;
  return [{ type: "context", elements: [text] }];
}
