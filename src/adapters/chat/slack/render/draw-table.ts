import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from "@slack/types";
import { plainLine } from "../../../../model/plain-text.ts";
import { charactersIn, sumOf } from "../../../../model/reply-size.ts";
import type { Block, Text } from "../../../../model/reply.ts";
import type { Drawing } from "./render-tools.ts";
import { boldWords, richBlock, richSection, richWords } from "./rich-words.ts";

/** Slack takes 20 columns. */
const COLUMNS = 20;
/** Columns that hold more than this are wrapped; a narrow one stays on one line. */
const WRAP_CHARACTERS = 24;
/** What a row may hold and still be one line. */
const LINE_CHARACTERS = 80;

type Table = Block & { type: "table" };

/**
 * A table as Slack's own: in messages only, and only one in each, so modals, home tabs and further tables get it as
 * points, with the columns' names as words.
 */
export function drawTable(table: Table, surface: Drawing["surface"]): KnownBlock[] {
  const title = richSection([boldWords(plainLine(table.title ?? ""))]);
  const more = richSection([table.more > 0 ? richWords(`+${table.more} more`) : []]);
  if (surface === "message" && table.columns.length <= COLUMNS) {
    return [...richBlock(title), nativeTable(table), ...richBlock(more)];
  }
  const points = table.rows.flatMap((row) => pointOf(table.columns, row) ?? []);
  if (points.length === 0) return richBlock(title, more);
  return richBlock(title, { type: "rich_text_list", style: "bullet", elements: points }, more);
}

function nativeTable({ columns, rows }: Table): KnownBlock {
  const head = columns.map((column) => cellOf(boldWords(plainLine(column))));
  const body = rows.map((row) => columns.map((_, at) => cellOf(richWords(row[at] ?? ""))));
  const settings = columns.map((column, at) => {
    const cells = rows.map((row) => charactersIn(row[at] ?? ""));
    return { is_wrapped: Math.max(column.length, ...cells) > WRAP_CHARACTERS };
  });
  return { type: "table", rows: [head, ...body], column_settings: settings };
}

function cellOf(words: readonly RichTextElement[]): RichTextBlock {
  // Slack refuses an empty cell.
  const elements = words.length > 0 ? [...words] : richWords("–");
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** The first cell in bold, then each other one after its column's name; on lines of their own when they are long. */
function pointOf(columns: readonly string[], row: readonly Text[]): RichTextSection | undefined {
  const isLong = sumOf(row, charactersIn) > LINE_CHARACTERS;
  const cells = row.flatMap((cell, at): RichTextElement[] => {
    const words = richWords(cell);
    if (words.length === 0) return [];
    if (at === 0) return richWords(cell, { bold: true });
    const column = plainLine(columns[at] ?? "");
    return [...richWords(`${isLong ? "\n" : " · "}${column}: `), ...words];
  });
  return richSection([cells]);
}
