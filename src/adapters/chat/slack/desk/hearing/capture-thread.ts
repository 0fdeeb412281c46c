import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";

/**
 * Has the thread under `root` captured, and tells whoever asked what was found.
 *
 * They are told in the thread when the ask names it. Slack shows nothing in a thread without replies.
 */
export async function capture(tools: DeskTools, ask: Ask, root: string): Promise<void> {
  const { here, channel } = ask;
  if (channel === undefined) return;
  // By what is captured: asked for in two ways, it is the same.
  const id = `capture ${here.idOf(channel)} ${root}`;
  const place = { ...placeOf(ask), channel: here.idOf(channel), thread: root };
  await answer(tools, ask, (person) => tools.handlers.onCapture({ id, person, place }), {
    guests: true,
  });
}
