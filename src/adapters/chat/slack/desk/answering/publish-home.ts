import type { Reply } from "../../../../../model/reply.ts";
import { renderHome } from "../../render/render-views.ts";
import { SlackRefusal } from "../../slack-web.ts";
import { admit } from "./admit.ts";
import { placeOf } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { plainDrawingFor } from "./drawing-for.ts";
import type { Here } from "../installed-here.ts";
import { faultReply } from "./short-replies.ts";

/** Draws somebody's App Home anew; twice is once. */
export async function publishHome(tools: DeskTools, here: Here, user: string): Promise<void> {
  const page = await pageFor(tools, here, user);
  const view = await renderHome(
    page,
    plainDrawingFor(tools, { id: `home ${here.idOf(user)}`, here }),
  );
  const { workspace } = here;
  try {
    await tools.web.call("views.publish", { user_id: user, view }, { workspace });
  } catch (fault) {
    if (!(fault instanceof SlackRefusal)) throw fault;
    // Such as `not_enabled`: the app has no page of its own.
    tools.log.warn({ fault }, "App Home could not be drawn");
  }
}

async function pageFor(tools: DeskTools, here: Here, user: string): Promise<Reply> {
  const admitted = await admit(tools, { here, user }, true);
  if (admitted.kind === "refused") return admitted.reply;
  try {
    return await tools.handlers.home(admitted.person, placeOf({ here }));
  } catch (fault) {
    tools.log.error({ fault }, "a page for App Home could not be made");
    return faultReply(fault);
  }
}
