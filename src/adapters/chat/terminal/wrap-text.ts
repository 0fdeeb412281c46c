import { styleText } from "node:util";
import { plainText } from "../../../model/plain-text.ts";
import type { Text } from "../../../model/reply.ts";

/** A colour or weight that `node:util` knows. */
export type Ink = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is when colours are off. */
export type Paint = (ink: Ink, text: string) => string;

/** A `Paint` for a terminal with or without colours. */
export function paintIn(colour: boolean): Paint {
  return (ink, text) => (colour ? styleText(ink, text, { validateStream: false }) : text);
}

const INK = { bold: "bold", code: "cyan", muted: "gray" } as const;

/** Where a message of the local workspace stands; nobody can open that from a terminal. */
const ADDRESS = /\/c\/([\w%-]{1,300})\/t\/m[\w-]{1,60}#t-m[\w-]{1,60}/g;

interface Piece {
  /** A word, a single space or a new line. */
  readonly text: string;
  readonly ink?: Ink | undefined;
}

/**
 * The text in lines of at most `width` columns, coloured; at least one line.
 *
 * Words longer than a line are broken. The address of a link stands behind its words.
 */
export function wrapText(text: Text, width: number, paint: Paint): string[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const piece of piecesOf(text, Math.max(1, width))) {
    const columns = columnsOf(piece.text);
    if (piece.text === "\n" || used + columns > width) {
      lines.push([]);
      used = 0;
    }
    if (piece.text === "\n" || (piece.text === " " && used === 0)) continue;
    lines.at(-1)?.push(piece);
    used += columns;
  }
  return lines.map((line) =>
    line
      .map(({ text: word, ink }) => (ink && word !== " " ? paint(ink, word) : word))
      .join("")
      .trimEnd(),
  );
}

function piecesOf(text: Text, width: number): Piece[] {
  const runs = typeof text === "string" ? [{ text }] : text;
  return runs.flatMap((run) => {
    const ink = "style" in run && run.style ? INK[run.style] : undefined;
    const words = broken(plainText(run.text).replaceAll(ADDRESS, "a message in #$1"), width).map(
      (word) => ({ text: word, ink }),
    );
    const link = "link" in run ? run.link : undefined;
    if (!link || link === run.text) return words;
    const address = broken(`(${plainText(link)})`, width);
    return [...words, ...[" ", ...address].map((word) => ({ text: word, ink: INK.muted }))];
  });
}

function broken(text: string, width: number): string[] {
  return (text.match(/\n| +|[^\s]+|\s/gu) ?? []).flatMap((word) => {
    if (/^ +$/.test(word)) return [" "];
    if (columnsOf(word) <= width) return [word];
    const parts: string[] = [""];
    for (const { segment } of graphemes.segment(word)) {
      const last = parts.at(-1) ?? "";
      if (columnsOf(last + segment) > width) parts.push(segment);
      else parts[parts.length - 1] = last + segment;
    }
    return parts;
  });
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Signs that terminals draw two columns wide: emoji, and the East Asian scripts. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;

/** How many columns of a terminal an uncoloured text takes. */
export function columnsOf(text: string): number {
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}
