import type { HomeView, ModalView } from "@slack/types";
import { plainLine } from "../../../../model/plain-text.ts";
import { fitReply } from "../../../../model/reply-budget.ts";
import type { Block, Reply } from "../../../../model/reply.ts";
import { actionIdOf } from "./control-ids.ts";
import { drawFields, words } from "./draw-controls.ts";
import { drawReply } from "./draw-reply.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { keepActions } from "./keep-actions.ts";
import type { RenderTools } from "./render-tools.ts";

const BLOCKS = 100;
const TITLE_CHARACTERS = 24;
/** The place of a window's own form: behind all blocks that a reply may have. */
const OWN = 99;

/**
 * A reply as a window over the chat. Its first form is the window's own: fields and a button that sends them.
 *
 * `carried` comes back with everything that is done there: what depmap needs to know and nobody needs to see.
 */
export async function renderModal(
  reply: Reply,
  tools: RenderTools,
  carried: string,
): Promise<ModalView> {
  const fitted = fitReply(reply);
  const drawing = await keepActions(fitted, "modal", tools);
  const at = fitted.blocks.findIndex(({ type }) => type === "form");
  const form = fitted.blocks[at];
  const title = form?.type === "form" ? form.title : fitted.headline;
  const view = {
    type: "modal",
    title: words(title, TITLE_CHARACTERS),
    private_metadata: carried,
  } as const;
  if (form?.type !== "form") {
    const blocks = fitBlocks(fitted, BLOCKS, (kept) => drawReply(kept, drawing));
    return { ...view, close: words("Close", TITLE_CHARACTERS), blocks };
  }
  const fields = drawFields(form, OWN);
  const around = { ...fitted, blocks: fitted.blocks.toSpliced(at, 1) };
  const blocks = fitBlocks(around, BLOCKS, (kept) => {
    return isOnlyForm(kept, form) ? fields : [...drawReply(kept, drawing), ...fields];
  });
  return {
    ...view,
    callback_id: actionIdOf("form", OWN, drawing.idOf(form.submit.action)),
    submit: words(form.submit.label, TITLE_CHARACTERS),
    close: words("Cancel", TITLE_CHARACTERS),
    blocks,
  };
}

/** A reply as somebody's home tab. */
export async function renderHome(reply: Reply, tools: RenderTools): Promise<HomeView> {
  const fitted = fitReply(reply);
  const drawing = await keepActions(fitted, "home", tools);
  const blocks = fitBlocks(fitted, BLOCKS, (kept) => drawReply(kept, drawing));
  return { type: "home", blocks };
}

/** Nothing is said but what the window's title and its fields say already. */
function isOnlyForm(reply: Reply, { title }: Block & { type: "form" }): boolean {
  const { headline, banner, blocks, footer } = reply;
  const isSaid = plainLine(headline) === plainLine(title);
  return isSaid && banner === undefined && blocks.length === 0 && footer.length === 0;
}
