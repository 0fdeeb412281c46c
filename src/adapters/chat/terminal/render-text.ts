import { plainLine } from "../../../model/plain-text.ts";
import type { Block, Reply, Text, Tone } from "../../../model/reply.ts";
import { renderTable } from "./render-table.ts";
import { columnsOf, paintIn, wrapText, type Ink, type Paint } from "./wrap-text.ts";

/** How a terminal shows a tone: a sign, a word, and a colour where there are colours. */
const TONES: Readonly<Record<Tone, { sign: string; word: string; ink: Ink }>> = {
  down: { sign: "✖", word: "down", ink: "red" },
  degraded: { sign: "▲", word: "degraded", ink: "yellow" },
  stale: { sign: "◷", word: "stale", ink: "magenta" },
  starved: { sign: "◌", word: "starved", ink: "blue" },
  ok: { sign: "✔", word: "ok", ink: "green" },
  neutral: { sign: "•", word: "", ink: "gray" },
};
const INDENT = "  ";

/**
 * A reply as text for a terminal, without a line break at its end.
 *
 * Tones are told by a sign and a word, so that nothing is lost without colour. Control characters in names are shown
 * as `�`. Pictures are their description; buttons, selects and forms are named.
 */
export function renderText(
  reply: Reply,
  { width = 100, colour = false }: { width?: number; colour?: boolean } = {},
): string {
  const paint = paintIn(colour);
  const inner = Math.max(20, width - INDENT.length);
  const parts = [
    headline(reply, inner, paint),
    reply.banner === undefined ? [] : banner(reply.banner, inner, paint),
    ...reply.blocks.map((block) => blockLines(block, inner, paint)),
    footer(reply.footer, inner, paint),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function headline(reply: Reply, width: number, paint: Paint): string[] {
  const { sign, word, ink } = TONES[reply.tone];
  const mark = reply.tone === "neutral" ? "" : `${sign} ${word.toUpperCase()}  `;
  const [first = "", ...rest] = wrapText(
    plainLine(reply.headline),
    width - mark.length,
    paintIn(false),
  );
  const indent = " ".repeat(mark.length);
  const lines = [
    paint(ink, mark) + paint("bold", first),
    ...rest.map((line) => indent + paint("bold", line)),
  ];
  return [...lines, paint(ink, "━".repeat(Math.min(width, mark.length + columnsOf(first))))];
}

function banner(text: string, width: number, paint: Paint): string[] {
  return hanging("! ", 2, text, width, paint).map((line) => paint("yellow", line));
}

function blockLines(block: Block, width: number, paint: Paint): string[] {
  const title = "title" in block && block.title ? [paint("bold", plainLine(block.title))] : [];
  return [...title, ...indented(contentLines(block, width, paint))];
}

function contentLines(block: Block, width: number, paint: Paint): string[] {
  switch (block.type) {
    case "section":
      return wrapText(block.text, width, paint);
    case "facts": {
      const widest = Math.max(0, ...block.facts.map(({ label }) => columnsOf(plainLine(label))));
      const column = Math.min(widest, Math.floor(width / 3)) + 2;
      return block.facts.flatMap(({ label, value }) => {
        const name = wrapText(plainLine(label), column - 2, paint);
        const said = wrapText(value, width - column, paint);
        return Array.from({ length: Math.max(name.length, said.length) }, (_, line) => {
          const gap = " ".repeat(column - columnsOf(name[line] ?? ""));
          return (paint("gray", name[line] ?? "") + gap + (said[line] ?? "")).trimEnd();
        });
      });
    }
    case "list": {
      const words = Math.max(0, ...block.items.map(({ tone }) => TONES[tone].word.length));
      const items = block.items.flatMap(({ text, tone }) => {
        const { sign, word, ink } = TONES[tone];
        const mark = words === 0 ? `${sign} ` : `${sign} ${word.padEnd(words)}  `;
        return hanging(paint(ink, mark), mark.length, text, width, paint);
      });
      return [...items, ...more(block.more, paint)];
    }
    case "table":
      return [...renderTable(block.columns, block.rows, width, paint), ...more(block.more, paint)];
    case "quote": {
      // An address within a chat opens nothing in a terminal.
      const isOpen = block.link !== undefined && /^https?:/.test(block.link);
      const source = [plainLine(block.author), ...(isOpen ? [plainLine(block.link ?? "")] : [])];
      const said = wrapText(`“${block.text}”`, width - 2, paint);
      const by = wrapText([{ text: `— ${source.join(", ")}`, style: "muted" }], width - 2, paint);
      return [...said, ...by].map((line) => `${paint("gray", "│")} ${line}`);
    }
    case "picture":
      return hanging(paint("gray", "[picture] "), 10, block.alt, width, paint);
    case "buttons":
      return rowsOf(
        block.buttons.map(({ label }) => `[ ${plainLine(label)} ]`),
        width,
      ).map((line) => paint("cyan", line));
    case "select": {
      const names = block.options.slice(0, 8).map(({ label }) => plainLine(label));
      const rest = block.options.length - names.length;
      const choices = `${names.join(", ")}${rest > 0 ? `, +${rest} more` : ""}`;
      return hanging("▾ ", 2, `${plainLine(block.label)}: ${choices}`, width, paint);
    }
    case "search":
      return hanging("▾ ", 2, `${plainLine(block.label)}: ____`, width, paint);
    case "form": {
      const fields = block.fields.flatMap(({ label, value }) =>
        hanging("▫ ", 2, `${plainLine(label)}: ${value === "" ? "____" : value}`, width, paint),
      );
      return [...fields, ...rowsOf([`[ ${plainLine(block.submit.label)} ]`], width)];
    }
  }
}

/** The labels side by side, in as few lines as hold them whole. */
function rowsOf(labels: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const label of labels.flatMap((whole) => wrapText(whole, width, paintIn(false)))) {
    const longer = lines.length > 0 ? `${lines.at(-1)}  ${label}` : label;
    if (lines.length > 0 && columnsOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(label);
  }
  return lines;
}

function footer(lines: readonly string[], width: number, paint: Paint): string[] {
  return lines
    .flatMap((line) => hanging("─ ", 2, line, width, paint))
    .map((line) => paint("gray", line));
}

function more(count: number, paint: Paint): string[] {
  return count > 0 ? [paint("gray", `+${count} more`)] : [];
}

/** A mark, and the text beside it: its further lines start where the first does. */
function hanging(mark: string, columns: number, text: Text, width: number, paint: Paint): string[] {
  const [first = "", ...rest] = wrapText(text, Math.max(10, width - columns), paint);
  return [mark + first, ...rest.map((line) => " ".repeat(columns) + line)];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
