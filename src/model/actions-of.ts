import type { Action, Reply } from "./reply.ts";

/** Every action of a reply in reading order: what its buttons, selects and forms do. */
export function actionsOf({ blocks }: Reply): Action[] {
  return blocks.flatMap((block): Action[] => {
    if (block.type === "buttons") return block.buttons.map(({ action }) => action);
    if (block.type === "select" || block.type === "search") return [block.action];
    return block.type === "form" ? [block.submit.action] : [];
  });
}
