import { stripVTControlCharacters } from "node:util";
import { plainLine } from "../../../model/plain-text.ts";
import type { Text } from "../../../model/reply.ts";
import { columnsOf, wrapText, type Paint } from "./wrap-text.ts";

const GAP = "  ";
const NARROWEST = 6;

/** A table in aligned columns, no wider than `width` where that can be: the widest column is wrapped first. */
export function renderTable(
  columns: readonly string[],
  rows: readonly (readonly Text[])[],
  width: number,
  paint: Paint,
): string[] {
  const heads = columns.map(plainLine);
  const widths = widthsWithin(
    heads.map((head, at) =>
      Math.max(columnsOf(head), ...rows.map((row) => columnsOf(lettersOf(row[at] ?? "")))),
    ),
    width - GAP.length * (heads.length - 1),
  );
  const right = heads.map((_, at) => rows.every((row) => isFigure(lettersOf(row[at] ?? ""))));
  const rowLines = (cells: readonly Text[]) => {
    const wrapped = widths.map((wide, at) => wrapText(cells[at] ?? "", wide, paint));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((lines, at) => pad(lines[line] ?? "", widths[at] ?? 0, right[at] === true))
        .join(GAP)
        .trimEnd(),
    );
  };
  const rule = paint("gray", widths.map((wide) => "─".repeat(wide)).join(GAP));
  const header = rowLines(heads.map((text) => [{ text, style: "bold" }]));
  return [...header, rule, ...rows.flatMap(rowLines)];
}

function widthsWithin(wanted: readonly number[], room: number): number[] {
  const widths = wanted.map((wide) => Math.min(wide, Math.max(room, NARROWEST)));
  for (;;) {
    const excess = widths.reduce((sum, wide) => sum + wide, 0) - room;
    const widest = Math.max(...widths);
    if (excess <= 0 || widest <= NARROWEST) return widths;
    widths[widths.indexOf(widest)] = Math.max(NARROWEST, widest - Math.max(1, excess >> 2));
  }
}

/** Pads to a width; an already coloured text counts without its colours. */
function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - columnsOf(stripVTControlCharacters(text))));
  return right ? space + text : text + space;
}

function isFigure(text: string): boolean {
  return /^[\d\s.,–\-+€$£%]*$/.test(text);
}

function lettersOf(text: Text): string {
  const runs = typeof text === "string" ? [{ text, link: undefined }] : text;
  return plainLine(runs.map((run) => (run.link ? `${run.text} (${run.link})` : run.text)).join(""));
}
