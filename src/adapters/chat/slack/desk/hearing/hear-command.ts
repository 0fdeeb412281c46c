import type { Context } from "@slack/bolt";
import type { z } from "zod";
import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere } from "../installed-here.ts";
import { typedLine } from "../bodies/typed-line.ts";
import type { CommandBody } from "../bodies/request-bodies.ts";

/** Answers `/depmap …` for whoever typed it. */
export async function hearCommand(
  tools: DeskTools,
  body: z.infer<typeof CommandBody>,
  context: Context,
): Promise<void> {
  const ask: Ask = {
    id: body.trigger_id,
    here: await installedHere(tools, context),
    user: body.user_id,
    channel: body.channel_id,
    responseUrl: body.response_url,
    triggerId: body.trigger_id,
  };
  const line = typedLine(body.text);
  await answer(tools, ask, (person) =>
    tools.handlers.onCommand({ id: ask.id, line, person, place: placeOf(ask) }),
  );
}
