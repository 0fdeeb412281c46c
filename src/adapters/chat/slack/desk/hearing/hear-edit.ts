import type { Context } from "@slack/bolt";
import { placeOf } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere } from "../installed-here.ts";
import type { ThreadEdit } from "../bodies/thread-edit.ts";

/** Hands over that somebody edited or deleted a message of a thread. */
export async function followEdit(
  tools: DeskTools,
  { eventId, channel, thread, message, did }: ThreadEdit,
  context: Context,
): Promise<void> {
  const here = await installedHere(tools, context);
  const place = { ...placeOf({ here, channel }), channel: here.idOf(channel), thread };
  await tools.handlers.onThreadChange({ id: eventId, place, message, did });
}
