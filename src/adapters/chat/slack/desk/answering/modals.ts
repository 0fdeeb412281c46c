import { z } from "zod";
import { DepmapError } from "../../../../../model/errors.ts";
import type { Reply } from "../../../../../model/reply.ts";
import { renderModal } from "../../render/render-views.ts";
import { picturesOf } from "../../slack-pictures.ts";
import { SlackRefusal } from "../../slack-web.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { drawingFor, plainDrawingFor } from "./drawing-for.ts";
import { arePicturesDrawn, picturesCome, waitForPictures } from "./pictures-later.ts";

/** Where a modal was asked for, as it travels with it. Ids are Slack's; none of it grants anything. */
const Carried = z
  .object({
    channel: z.string(),
    thread: z.string(),
    message: z.string(),
    isAtHome: z.boolean(),
  })
  .partial();

/** Slack's words for a modal that comes too late: for whoever asked, or after something else that it shows by now. */
const GONE = new Set([
  "exchanged_trigger_id",
  "expired_trigger_id",
  "hash_conflict",
  "invalid_trigger_id",
  "not_found",
]);

const ShownView = z.object({ id: z.string(), hash: z.string() });
type ShownView = z.infer<typeof ShownView>;

/** Is the reply one form, perhaps with words around it? */
export function isForm({ blocks }: Reply): boolean {
  const controls = blocks.filter(({ type }) => /^(form|buttons|select|search)$/.test(type));
  return controls.length === 1 && controls[0]?.type === "form";
}

/** Opens the reply as a modal in front of whoever asked; false when it is too late for that. */
export async function openModal(tools: DeskTools, ask: Ask, reply: Reply): Promise<boolean> {
  if (ask.triggerId === undefined) return false;
  return await showView(tools, ask, reply, "views.open", { trigger_id: ask.triggerId });
}

/** Shows the reply in the modal in place of what stands there; false when nobody looks at it any more. */
export async function updateModal(
  tools: DeskTools,
  ask: Ask,
  viewId: string,
  reply: Reply,
): Promise<boolean> {
  return await showView(tools, ask, reply, "views.update", { view_id: viewId });
}

/** Where the modal was asked for, by what came back with it. */
export function carriedBy(metadata: string): z.infer<typeof Carried> {
  try {
    return Carried.parse(JSON.parse(metadata));
  } catch {
    // App Home carries nothing, and neither does what an older version made.
    return {};
  }
}

/** In words at first, when its pictures take long; they come into the modal as long as it shows nothing else. */
async function showView(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  method: "views.open" | "views.update",
  where: object,
): Promise<boolean> {
  await waitForPictures(tools, ask.here, reply);
  const hasPictures = picturesOf(reply).length > 0;
  const areDrawn = hasPictures && arePicturesDrawn(tools, ask.here, reply);
  if (areDrawn) {
    const drawn = await callWithView(tools, ask, reply, method, where, true);
    if (drawn !== "refused") return drawn !== "gone";
    tools.pictures?.notYet(reply, ask.here.workspace);
  }
  const plain = await callWithView(tools, ask, reply, method, where, false);
  if (plain === "gone" || plain === "refused") return false;
  if (hasPictures) await addPictures(tools, ask, reply, plain);
  return true;
}

async function addPictures(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  { id, hash }: ShownView,
): Promise<void> {
  const where = { view_id: id, hash };
  await picturesCome(tools, ask.here, reply, async () => {
    const shown = await callWithView(tools, ask, reply, "views.update", where, true);
    return shown !== "refused";
  });
}

/** The view as it stands now; `gone` when nobody waits for it any more, `refused` when it does not stand for other reasons. */
async function callWithView(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  method: "views.open" | "views.update",
  where: object,
  withPictures: boolean,
): Promise<ShownView | "gone" | "refused"> {
  const { id, channel, thread, message, isAtHome } = ask;
  const { workspace } = ask.here;
  const carried = JSON.stringify({ channel, thread, message, isAtHome });
  const drawing = withPictures ? drawingFor(tools, ask) : plainDrawingFor(tools, ask);
  const view = await renderModal(reply, drawing, carried);
  try {
    const answer = await tools.web.call(method, { ...where, view }, { workspace });
    return z.object({ view: ShownView }).parse(answer).view;
  } catch (fault) {
    if (!(fault instanceof DepmapError)) throw fault;
    tools.log.info({ fault, request: id, method }, "a modal could not be shown");
    return fault instanceof SlackRefusal && GONE.has(fault.error) ? "gone" : "refused";
  }
}
