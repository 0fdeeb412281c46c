import { setTimeout as after } from "node:timers/promises";
import type { Context } from "@slack/bolt";
import type { z } from "zod";
import { readForm } from "../../render/read-controls.ts";
import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { showInModal } from "./hear-click.ts";
import { installedHere } from "../installed-here.ts";
import { carriedBy } from "../answering/modals.ts";
import type { SubmissionBody } from "../bodies/request-bodies.ts";

/**
 * The acknowledgement of a form changes the modal, too (see `ackFor`). An answer that overtakes it would be replaced
 * by "at work" for good.
 */
const AFTER_ACK_MS = 300;

/** Takes what was filled in, and shows the answer in the same modal. */
export async function hearSubmission(
  tools: DeskTools,
  body: z.infer<typeof SubmissionBody>,
  context: Context,
): Promise<void> {
  const { user, view, trigger_id: triggerId } = body;
  const form = readForm(view);
  if (!form) return;
  const { action, fields } = form;
  const here = await installedHere(tools, context);
  const id = triggerId ?? `${view.id} ${view.hash}`;
  const ask: Ask = { id, here, user: user.id, ...carriedBy(view.private_metadata) };
  const { message } = ask;
  const isAckSeen = after(AFTER_ACK_MS);
  await answer(
    tools,
    ask,
    (person) =>
      tools.handlers.onAction({ id, action, fields, person, place: placeOf(ask), message }),
    {
      isShownBusy: true,
      show: async (reply) => {
        await isAckSeen;
        await showInModal(tools, ask, view.id, reply);
      },
    },
  );
}
