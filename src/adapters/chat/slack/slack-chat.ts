import { DepmapError } from "../../../model/errors.ts";
import type { Person } from "../../../model/person.ts";
import type { Chat } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import type { Log } from "../../../ports/log.ts";
import type { Painter } from "../../../ports/painter.ts";
import type { SlackChannels } from "./slack-channels.ts";
import type { SlackWeb } from "./slack-web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface SlackChatTools {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly channels: SlackChannels;
  readonly people: { person(id: string): Promise<Person | undefined> };
  readonly actions: ActionBox;
  /** Turns pictures into PNG; without one there are no pictures. */
  readonly painter?: Pick<Painter, "png"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** For a whole post, all that it takes included: what `settleMs` has to outlast. */
  readonly deadlineMs: number;
}

/** Slack as a chat. */
export function createSlackChat(_tools: SlackChatTools): Chat {
  const unbuilt = async (): Promise<never> => {
    throw new DepmapError("chat-away", "not built yet");
  };
  return {
    name: "slack",
    post: unbuilt,
    edit: unbuilt,
    findPosted: unbuilt,
    findChannel: unbuilt,
    openChannel: unbuilt,
    enter: unbuilt,
    furnish: unbuilt,
    thread: unbuilt,
    person: unbuilt,
    async close() {},
  };
}
