import type { RenderTools } from "../../render/render-tools.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";

/** What drawing the answer to a request needs: ids for its buttons, and files for its pictures. */
export function drawingFor(
  { actions, pictures }: DeskTools,
  { id, here: { workspace } }: Pick<Ask, "id" | "here">,
): RenderTools {
  return {
    keep: (action) => actions.keep(action, `answer ${id}`),
    fileOf: (svg) => pictures?.fileOf(svg, workspace),
  };
}

/** The same for an answer in words alone. */
export function plainDrawingFor(tools: DeskTools, ask: Pick<Ask, "id" | "here">): RenderTools {
  return drawingFor({ ...tools, pictures: undefined }, ask);
}
