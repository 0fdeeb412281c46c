import type { Person } from "../../../../model/person.ts";
import type { Channel, Chat, ChatHandlers } from "../../../../ports/chat.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { ActionBox } from "../../../../ports/journal.ts";
import type { Log } from "../../../../ports/log.ts";
import type { InTurn } from "../../../../ports/turns.ts";
import type { SlackPictures } from "../slack-pictures.ts";
import type { SlackWeb } from "../slack-web.ts";
import type { Workspaces } from "../workspaces.ts";

/** What the desk needs to hear people out in Slack and to answer them. */
export interface DeskTools {
  readonly handlers: ChatHandlers;
  readonly web: SlackWeb;
  /** Slack's address, such as `https://slack.com/`. */
  readonly slackUrl: string;
  /** Who somebody is, with the rights that hold now. */
  readonly people: { person(id: string): Promise<Person | undefined> };
  readonly channels: {
    info(channelId: string): Promise<Channel | undefined>;
    /** Something about it is not what it was. */
    changed(channelId: string): void;
  };
  readonly chat: Pick<Chat, "post" | "findPosted">;
  /** Turns that hold for all replicas: nothing is looked for while another one posts it. */
  readonly inTurn?: InTurn | undefined;
  readonly actions: ActionBox;
  /** Pictures for answers that one person sees. Without it, such answers have words only. */
  readonly pictures?: SlackPictures | undefined;
  readonly workspaces: Workspaces;
  /** The reaction that captures a thread, without colons. */
  readonly captureEmoji: string;
  readonly clock: Clock;
  readonly log: Log;
}
