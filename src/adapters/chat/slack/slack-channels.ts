import type { Channel } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { SlackWeb } from "./slack-web.ts";
import type { Workspaces } from "./workspaces.ts";

/** A channel with what only Slack's adapter has to know of it. */
export interface SlackChannel extends Channel {
  readonly isMember: boolean;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** The topic alone, as people read it. */
  readonly topicLine: string;
}

/** What depmap can see of channels, at most a minute old. */
export interface SlackChannels {
  /** undefined where there is no such channel, or depmap cannot see it. */
  info(channelId: string): Promise<SlackChannel | undefined>;
  /** With or without `#`. */
  byName(name: string): Promise<SlackChannel | undefined>;
  /** Something happened to it: forget what is known. */
  changed(channelId: string): void;
}

/** Asks Slack for channels, and remembers them for a minute. */
export function createSlackChannels(_tools: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
}): SlackChannels {
  return {
    info: async () => undefined,
    byName: async () => undefined,
    changed() {},
  };
}
