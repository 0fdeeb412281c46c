import type { HomeView, ModalView } from "@slack/types";
import { fitReply } from "../../../../model/reply-budget.ts";
import type { Reply } from "../../../../model/reply.ts";
import { actionIdOf, OWN_FORM } from "./control-ids.ts";
import { words } from "./draw-controls.ts";
import { drawReply } from "./draw-reply.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { keepActions } from "./keep-actions.ts";
import type { RenderTools } from "./render-tools.ts";

const BLOCKS = 100;
const TITLE_CHARACTERS = 24;

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
  const kept = await keepActions(fitted, "modal", tools);
  const form = fitted.blocks.find((block) => block.type === "form");
  const drawing = form ? { ...kept, ownForm: form } : kept;
  const blocks = fitBlocks(fitted, BLOCKS, (shown) => {
    return drawReply(shown, drawing).slice(isOnlyForm(shown) ? 1 : 0);
  });
  const sending = form && {
    callback_id: actionIdOf("form", OWN_FORM, drawing.idOf(form.submit.action)),
    submit: words(form.submit.label, TITLE_CHARACTERS),
  };
  return {
    type: "modal",
    title: words(form?.title ?? fitted.headline, TITLE_CHARACTERS),
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

/** The headline says nothing but what the window's title and its fields say already. */
function isOnlyForm({ headline, blocks }: Reply): boolean {
  const [form, ...others] = blocks;
  return form?.type === "form" && others.length === 0 && headline === form.title;
}
