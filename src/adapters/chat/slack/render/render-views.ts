import type { HomeView, ModalView } from "@slack/types";
import { fitReply } from "../../../../model/reply-budget.ts";
import type { Block, Reply } from "../../../../model/reply.ts";
import { actionIdOf, OWN_FORM } from "./control-ids.ts";
import { words } from "./draw-controls.ts";
import { drawReply, signedHeadline } from "./draw-reply.ts";
import { fitBlocks, isPressed } from "./fit-blocks.ts";
import { keepActions } from "./keep-actions.ts";
import type { RenderTools } from "./render-tools.ts";

const BLOCKS = 100;
const TITLE_CHARACTERS = 24;

type Form = Block & { type: "form" };

/**
 * A reply as a window over the chat. A form with which nothing else can be pressed is the window's own: it has fields,
 * and the window sends them.
 *
 * `carried` comes back with everything that is done there: what depmap needs to know and nobody needs to see.
 */
export async function renderModal(
  reply: Reply,
  tools: RenderTools,
  carried: string,
): Promise<ModalView> {
  const fitted = fitReply(reply);
  const kept = await keepActions(fitted, "modal", tools);
  const form = ownFormOf(fitted);
  const drawing = form ? { ...kept, ownForm: form } : kept;
  const title = words(form?.title ?? signedHeadline(fitted), TITLE_CHARACTERS);
  const blocks = fitBlocks(fitted, BLOCKS, (shown) => {
    const [headline, ...rest] = drawReply(shown, drawing);
    const isSaid = title.text === signedHeadline(shown) && rest.length > 0;
    return headline && !isSaid ? [headline, ...rest] : rest;
  });
  const sending = form && {
    callback_id: actionIdOf("form", OWN_FORM, drawing.idOf(form.submit.action)),
    submit: words(form.submit.label, TITLE_CHARACTERS),
  };
  return {
    type: "modal",
    title,
    private_metadata: carried,
    close: words(form ? "Cancel" : "Close", TITLE_CHARACTERS),
    ...sending,
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

function ownFormOf({ blocks }: Reply): Form | undefined {
  const [form, ...others] = blocks.filter(({ type }) => isPressed(type));
  return form?.type === "form" && others.length === 0 ? form : undefined;
}
