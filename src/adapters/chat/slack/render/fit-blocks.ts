import type { KnownBlock } from "@slack/types";
import type { Block, Reply } from "../../../../model/reply.ts";
import { slackLength } from "./slack-length.ts";

/** Slack takes about 13,200 characters in all, and its reference does not say how it counts. */
const TOTAL_CHARACTERS = 13_000;
const TABLE_CHARACTERS = 10_000;

/**
 * Draws a reply, with fewer of its blocks for as long as Slack would not take it.
 *
 * A reply within depmap's own budgets nearly always fits as it is. The last block goes first, those that can be
 * pressed last, and the footer says how many are missing.
 */
export function fitBlocks(
  reply: Reply,
  maxBlocks: number,
  draw: (reply: Reply) => KnownBlock[],
): KnownBlock[] {
  for (let kept = reply, dropped = 1; ; dropped += 1) {
    const blocks = draw(kept);
    if (isTaken(blocks, maxBlocks) || kept.blocks.length === 0) return blocks;
    const parts = `+${dropped} more ${dropped === 1 ? "part" : "parts"}`;
    kept = {
      ...reply,
      blocks: withoutLast(kept.blocks),
      footer: [`${parts}, left out to keep this short.`, ...reply.footer].slice(0, 8),
    };
  }
}

/** The characters that Slack may count: texts, descriptions, addresses, and what inputs are filled with. */
function slackCharacters(json: unknown): number {
  if (typeof json !== "object" || json === null) return 0;
  let sum = 0;
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === "object") sum += slackCharacters(value);
    else if (typeof value === "string" && COUNTED.has(key)) sum += slackLength(value);
  }
  return sum;
}

const COUNTED: ReadonlySet<string> = new Set(["text", "alt_text", "url", "initial_value"]);

function isTaken(blocks: readonly KnownBlock[], maxBlocks: number): boolean {
  if (blocks.length > maxBlocks || slackCharacters(blocks) > TOTAL_CHARACTERS) return false;
  return slackCharacters(blocks.filter(({ type }) => type === "table")) <= TABLE_CHARACTERS;
}

function withoutLast(blocks: readonly Block[]): Block[] {
  const still = blocks.findLastIndex(({ type }) => !isPressed(type));
  return blocks.toSpliced(still === -1 ? blocks.length - 1 : still, 1);
}

/** Is it a block that people press, choose from or fill in? */
export function isPressed(type: Block["type"]): boolean {
  return type === "buttons" || type === "select" || type === "search" || type === "form";
}
