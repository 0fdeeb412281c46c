import type { Reply } from "../../../../../model/reply.ts";
import { picturesOf } from "../../slack-pictures.ts";
import type { DeskTools } from "../desk-tools.ts";
import type { Here } from "../installed-here.ts";

/** How long words wait for pictures that are nearly there. */
const WITH_WORDS_MS = 400;
/** How long a picture may take after the words stand. */
const LATER_MS = 6000;

/** Resolves when the reply's pictures can be shown, or words should not wait for them any longer. */
export async function waitForPictures(
  tools: DeskTools,
  here: Here,
  reply: Reply,
  patienceMs = WITH_WORDS_MS,
): Promise<void> {
  await tools.pictures?.ready(reply, here.workspace, patienceMs);
}

/** Can every picture of the reply be drawn now? True when it has none. */
export function arePicturesDrawn({ pictures }: DeskTools, here: Here, reply: Reply): boolean {
  return picturesOf(reply).every(({ svg }) => pictures?.fileOf(svg, here.workspace) !== undefined);
}

/**
 * Calls `show` when the reply's pictures have come, and again when Slack would not show them yet (`false`). Not at all
 * for pictures that take too long.
 */
export async function picturesCome(
  tools: DeskTools,
  here: Here,
  reply: Reply,
  show: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + LATER_MS;
  while (performance.now() < until) {
    await waitForPictures(tools, here, reply, until - performance.now());
    if (!arePicturesDrawn(tools, here, reply) || (await show())) return;
    tools.pictures?.notYet(reply, here.workspace);
  }
}
