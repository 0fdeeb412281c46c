import type { RichTextBlock, RichTextElement, RichTextSection } from "@slack/types";
import { plainText } from "../../../../model/plain-text.ts";
import type { Text, Tone } from "../../../../model/reply.ts";
import { TONE_SIGNS } from "./tone-signs.ts";

type Style = { bold?: boolean; code?: boolean };

/** The longest address that Slack takes. */
const LINK_CHARACTERS = 3000;

/**
 * A text with its styles and depmap's own links, in the one form in which Slack reads no markup at all.
 *
 * `muted` has no counterpart in Slack and is shown as it is. Text without a letter is left out: Slack refuses it.
 */
export function richWords(text: Text, style: Style = {}): RichTextElement[] {
  const runs = typeof text === "string" ? [{ text }] : text;
  return runs.flatMap((run): RichTextElement[] => {
    // A number and its sign stay on one line.
    const said = plainText(run.text).replaceAll(/(\d) %/g, "$1\u00A0%");
    if (said === "") return [];
    const own: Style = { ...style };
    if ("style" in run && run.style === "bold") own.bold = true;
    if ("style" in run && run.style === "code") own.code = true;
    const link = "link" in run ? run.link : undefined;
    if (link !== undefined && isOpenable(link)) return [linkTo(link, said, own)];
    return [{ type: "text", text: said, ...styled(own) }];
  });
}

/** The same in bold. */
export function boldWords(text: string): RichTextElement[] {
  return richWords(text, { bold: true });
}

/** The sign of a tone, without its word. */
export function toneSign(tone: Exclude<Tone, "neutral">): RichTextElement {
  return { type: "emoji", name: TONE_SIGNS[tone].emoji };
}

/** Words that open an address. */
export function linkTo(url: string, text: string, style: Style = {}): RichTextElement {
  return { type: "link", url, text, ...styled(style) };
}

/** An address that a browser may open and that Slack takes. */
export function isOpenable(link: string): boolean {
  return /^https?:\/\//.test(link) && link.length <= LINK_CHARACTERS && URL.canParse(link);
}

/** Words on their own lines; undefined when there is not one. */
export function richSection(
  lines: readonly (readonly RichTextElement[])[],
): RichTextSection | undefined {
  const elements = lines
    .filter((line) => line.length > 0)
    .flatMap((line, at): RichTextElement[] => (at === 0 ? [...line] : [newLine(), ...line]));
  return elements.length > 0 ? { type: "rich_text_section", elements } : undefined;
}

/** A block of these parts; nothing when there is none. */
export function richBlock(
  ...parts: readonly (RichTextBlock["elements"][number] | undefined)[]
): RichTextBlock[] {
  const elements = parts.filter((part) => part !== undefined);
  return elements.length > 0 ? [{ type: "rich_text", elements }] : [];
}

function newLine(): RichTextElement {
  return { type: "text", text: "\n" };
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}
