import type { Channel } from "../../../../../ports/chat.ts";
import { SlackRefusal } from "../../slack-web.ts";
import type { DeskTools } from "../desk-tools.ts";

/** What Slack says of a channel; undefined where it says nothing, and where depmap cannot see it. Never rejects. */
export async function seeChannel(
  { channels, log }: Pick<DeskTools, "channels" | "log">,
  channel: string,
): Promise<Channel | undefined> {
  try {
    return await channels.info(channel);
  } catch (fault) {
    // People also ask in direct messages, which depmap has no scope to look at.
    const say = fault instanceof SlackRefusal ? "debug" : "warn";
    log[say]({ fault, channel }, "Slack did not say what a channel is");
    return undefined;
  }
}
