import type { Reply } from "../../../../model/reply.ts";
import type { RenderTools } from "../render/render-tools.ts";
import type { Ask } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";

/** How long an answer waits for its pictures. */
const PICTURES_MS = 800;

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

/** Resolves when the reply's pictures can be shown, or have had their time. */
export async function waitForPictures(
  { pictures }: DeskTools,
  { workspace }: Ask["here"],
  reply: Reply,
): Promise<void> {
  if (!pictures || !hasPicture(reply)) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PICTURES_MS);
  });
  await Promise.race([pictures.ready(reply, workspace), late]);
  clearTimeout(timer);
}

/** Is there a picture in it? */
export function hasPicture({ blocks }: Reply): boolean {
  return blocks.some(({ type }) => type === "picture");
}
