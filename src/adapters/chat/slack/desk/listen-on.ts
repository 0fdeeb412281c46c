import type { App } from "@slack/bolt";
import type { DeskTools } from "./desk-tools.ts";

/**
 * Hangs depmap's listeners into Bolt's app: commands, clicks, forms, shortcuts, completion, and what happens in channels.
 *
 * Each may run again for the same body, after a crash or a fault: what a channel sees is looked for first. A listener
 * throws only where trying again helps.
 */
export function listenOn(app: App, tools: DeskTools): void {
  app.command(/.*/, async ({ ack }) => {
    await ack();
    tools.log.debug({}, "the desk is being built");
  });
}
