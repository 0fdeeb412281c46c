import { cutText } from "./plain-text.ts";
import { charactersIn, charactersOf, charactersOfBlock, sumOf } from "./reply-size.ts";
import { BUDGET, type Block, type Button, type Reply, type Text } from "./reply.ts";

/** Longest label, title or author; longest item of a list, cell of a table or value of a fact. */
const LABEL_CHARACTERS = BUDGET.headline;
const ITEM_CHARACTERS = 500;
/** Room for the sentence that says what was left out. */
const NOTE_CHARACTERS = 300;
/** Room for ` (+1234567 more characters)`. */
const MORE_CHARACTERS = 30;

/**
 * The reply cut to `BUDGET`, with "+N more" wherever something was left out.
 *
 * Never throws; twice is once. Texts are cut first, then whole blocks go, the last first; blocks with buttons, selects
 * and forms go only when nothing else is left, and then the reply names them. Option values, form values and pictures
 * are never cut: they do not stand in the message.
 */
export function fitReply(reply: Reply): Reply {
  const fitted: Reply = {
    ...reply,
    headline: cutText(reply.headline, BUDGET.headline),
    blocks: reply.blocks.flatMap(fitBlock),
    footer: fitFooter(reply.footer),
  };
  if (reply.banner !== undefined) fitted.banner = cutText(reply.banner, ITEM_CHARACTERS);
  return dropBlocks(fitted);
}

function fitBlock(block: Block): Block[] {
  const fitted = "title" in block && block.title ? { ...block, title: label(block.title) } : block;
  switch (fitted.type) {
    case "section":
      return [{ ...fitted, text: fitText(fitted.text, BUDGET.sectionCharacters) }];
    case "facts":
      return [{ ...fitted, facts: fitFacts(fitted.facts) }];
    case "list": {
      const items = fitted.items.map((item) => ({ ...item, text: fitText(item.text) }));
      const kept = keepWithin(items, BUDGET.listItems, ({ text }) => charactersIn(text));
      return [{ ...fitted, items: kept, more: fitted.more + items.length - kept.length }];
    }
    case "table": {
      const columns = fitted.columns.map(label);
      const rows = fitted.rows.map((row) => row.map((cell) => fitText(cell)));
      const kept = keepWithin(rows, BUDGET.tableRows, (row) => sumOf(row, charactersIn));
      return [{ ...fitted, columns, rows: kept, more: fitted.more + rows.length - kept.length }];
    }
    case "quote": {
      const text = cutAloud(fitted.text, BUDGET.sectionCharacters);
      return [{ ...fitted, text, author: label(fitted.author) }];
    }
    case "buttons":
      return fitButtons(fitted.buttons);
    case "select": {
      const options = fitted.options.slice(0, BUDGET.options);
      const dropped = fitted.options.length - options.length;
      const more = dropped > 0 ? ` (+${dropped} more)` : "";
      return [
        { ...fitted, options, label: cutText(fitted.label, LABEL_CHARACTERS - more.length) + more },
      ];
    }
    case "search":
      return [{ ...fitted, label: cutText(fitted.label, LABEL_CHARACTERS) }];
    case "picture":
    case "form":
      return [fitted];
  }
}

function fitButtons(buttons: readonly Button[]): Block[] {
  const kept = buttons.slice(0, BUDGET.buttons);
  const row: Block = { type: "buttons", buttons: kept };
  if (kept.length === buttons.length) return [row];
  return [row, note(buttons.slice(BUDGET.buttons))];
}

function fitFacts(facts: (Block & { type: "facts" })["facts"]): typeof facts {
  const short = facts.map(({ label: name, value }) => ({
    label: label(name),
    value: fitText(value),
  }));
  const size = (fact: (typeof short)[number]) => fact.label.length + charactersIn(fact.value);
  const kept = keepWithin(short, BUDGET.listItems, size);
  if (kept.length === short.length) return short;
  const room = keepWithin(kept, BUDGET.listItems - 1, size, BUDGET.sectionCharacters - 30);
  return [...room, { label: "and", value: `+${short.length - room.length} more` }];
}

function fitFooter(lines: readonly string[]): string[] {
  const kept = lines.length > BUDGET.footerLines ? lines.slice(0, BUDGET.footerLines - 1) : lines;
  const short = kept.map((line) => cutText(line, NOTE_CHARACTERS));
  return kept.length === lines.length ? short : [...short, `+${lines.length - kept.length} more`];
}

/** Drops whole blocks until both the number of blocks and of characters fit, and says so where they stood. */
function dropBlocks(reply: Reply): Reply {
  const tooMany = reply.blocks.length > BUDGET.blocks;
  if (!tooMany && charactersOf(reply) <= BUDGET.totalCharacters) return reply;

  const doomed = reply.blocks
    .map((block, index) => ({ index, rank: isInteractive(block) ? 1 : 0 }))
    .toSorted((a, b) => a.rank - b.rank || b.index - a.index);
  const dropped = new Set<number>();
  let characters = charactersOf(reply);
  for (const { index } of doomed) {
    const blocks = reply.blocks.length - dropped.size + 1;
    if (blocks <= BUDGET.blocks && characters + NOTE_CHARACTERS <= BUDGET.totalCharacters) break;
    dropped.add(index);
    characters -= charactersOfBlock(reply.blocks[index] as Block);
  }
  const gone = [...dropped].toSorted((a, b) => a - b);
  const blocks = reply.blocks.flatMap((block, index) => {
    if (index === gone[0]) return [droppedNote(gone.map((at) => reply.blocks[at] as Block))];
    return dropped.has(index) ? [] : [block];
  });
  return { ...reply, blocks };
}

function droppedNote(blocks: readonly Block[]): Block {
  const controls = blocks.filter(isInteractive).flatMap((block) => {
    if (block.type === "buttons") return block.buttons;
    return [
      { label: "title" in block ? (block.title ?? "") : "label" in block ? block.label : "" },
    ];
  });
  const parts = `+${blocks.length} more ${blocks.length === 1 ? "part" : "parts"}, left out to keep this short.`;
  const names = controls.length > 0 ? ` ${namesOf(controls)}` : "";
  return { type: "section", text: cutText(parts + names, NOTE_CHARACTERS) };
}

function note(buttons: readonly Button[]): Block {
  return { type: "section", text: cutText(namesOf(buttons), NOTE_CHARACTERS) };
}

function namesOf(controls: readonly { readonly label: string }[]): string {
  const buttons = controls.length === 1 ? "button" : "buttons";
  return `+${controls.length} more ${buttons}: ${controls.map((control) => control.label).join(", ")}`;
}

function isInteractive({ type }: Block): boolean {
  return type === "buttons" || type === "select" || type === "search" || type === "form";
}

/** The first items that fit both limits; at least one. */
function keepWithin<Item>(
  items: readonly Item[],
  count: number,
  size: (item: Item) => number,
  characters: number = BUDGET.sectionCharacters,
): Item[] {
  let used = 0;
  const kept: Item[] = [];
  for (const item of items.slice(0, count)) {
    used += size(item);
    if (used > characters && kept.length > 0) break;
    kept.push(item);
  }
  return kept;
}

function fitText(text: Text, max = ITEM_CHARACTERS): Text {
  if (typeof text === "string") return cutAloud(text, max);
  const length = charactersIn(text);
  if (length <= max) return text;
  let room = max - MORE_CHARACTERS;
  const more = ` (+${length - room} more characters)`;
  const runs: Exclude<Text, string> = [];
  for (const run of text) {
    if (room <= 0) break;
    const kept = cutText(run.text, room);
    runs.push({ ...run, text: kept });
    room -= run.text.length;
  }
  return [...runs, { text: more, style: "muted" }];
}

function cutAloud(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - MORE_CHARACTERS;
  return `${cutText(text, room)} (+${text.length - room} more characters)`;
}

function label(text: string): string {
  return cutText(text, LABEL_CHARACTERS);
}
