import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import type { Reply } from "../../src/model/reply.ts";

/** A reply as a reader without colours sees it. */
export function wordsOf(reply: Reply | undefined): string {
  return reply ? renderText(reply, { width: 200 }) : "";
}

/** What its buttons are called, and the lines that they stand for. */
export function buttonsOf(reply: Reply | undefined): Readonly<Record<string, string>> {
  const buttons = (reply?.blocks ?? []).flatMap((block) =>
    block.type === "buttons" ? block.buttons : [],
  );
  return Object.fromEntries(
    buttons.map(({ label, action }) => [label, "line" in action ? action.line : action.type]),
  );
}
