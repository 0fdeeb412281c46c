import type { Action, Reply } from "../../../../model/reply.ts";
import { actionToOpen } from "./draw-controls.ts";
import type { Drawing, RenderTools } from "./render-tools.ts";

/** Keeps every action that a reply shows, so that it can be drawn without waiting. */
export async function keepActions(
  reply: Reply,
  surface: Drawing["surface"],
  tools: RenderTools,
): Promise<Drawing> {
  const actions = new Map(shownActions(reply).map((action) => [JSON.stringify(action), action]));
  const kept = [...actions].map(async ([key, action]) => [key, await tools.keep(action)] as const);
  const ids = new Map(await Promise.all(kept));
  return {
    surface,
    idOf: (action) => ids.get(JSON.stringify(action)) ?? "",
    fileOf: (svg) => tools.fileOf(svg),
  };
}

/** Of a form both are kept: what it does, and what opens it. */
function shownActions({ blocks }: Reply): Action[] {
  return blocks.flatMap((block): Action[] => {
    if (block.type === "buttons") return block.buttons.map(({ action }) => action);
    if (block.type === "select" || block.type === "search") return [block.action];
    return block.type === "form" ? [block.submit.action, actionToOpen(block)] : [];
  });
}
