import { answer } from "./answer.ts";
import { placeOf, type Ask } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";

/** Has a thread captured, and tells whoever asked what was found. */
export async function capture(tools: DeskTools, ask: Ask, root: string): Promise<void> {
  const { here, channel } = ask;
  if (channel === undefined) return;
  // By what is captured: asked for in two ways, it is the same.
  const id = `capture ${here.idOf(channel)} ${root}`;
  const place = { ...placeOf(ask), channel: here.idOf(channel), thread: root };
  const inThread = { ...ask, thread: root };
  await answer(tools, inThread, (person) => tools.handlers.onCapture({ id, person, place }), {
    guests: true,
  });
}
