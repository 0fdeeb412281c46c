import type { Block, Reply, Text } from "./reply.ts";

/** The characters of a reply that stand in the message, as `BUDGET.totalCharacters` counts them. */
export function charactersOf(reply: Reply): number {
  const { headline, banner = "", footer, blocks } = reply;
  const around = headline.length + banner.length + footer.join("").length;
  return blocks.reduce((sum, block) => sum + charactersOfBlock(block), around);
}

/** The same of one block. */
export function charactersOfBlock(block: Block): number {
  const title = "title" in block ? (block.title ?? "").length : 0;
  switch (block.type) {
    case "section":
      return title + charactersIn(block.text);
    case "facts":
      return title + sumOf(block.facts, ({ label, value }) => label.length + charactersIn(value));
    case "list":
      return title + sumOf(block.items, ({ text }) => charactersIn(text));
    case "table":
      return (
        title +
        sumOf(block.columns, charactersIn) +
        sumOf(block.rows, (row) => sumOf(row, charactersIn))
      );
    case "quote":
      return block.text.length + block.author.length;
    case "picture":
      return title + block.alt.length;
    case "buttons":
      return sumOf(block.buttons, ({ label }) => label.length);
    case "select":
    case "search":
      return block.label.length;
    case "form":
      return title + block.submit.label.length + sumOf(block.fields, ({ label }) => label.length);
  }
}

/** The letters of a text without its styles and links. */
export function charactersIn(text: Text): number {
  return typeof text === "string" ? text.length : sumOf(text, (run) => run.text.length);
}

/** The sum of what `size` says of each item. */
export function sumOf<Item>(items: readonly Item[], size: (item: Item) => number): number {
  return items.reduce((total, item) => total + size(item), 0);
}
