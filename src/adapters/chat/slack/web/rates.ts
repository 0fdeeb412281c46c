/** How often something may be done: so many at once, then so many a minute. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

/** A limit that a call falls under. Calls with the same name share it. */
export interface Limit {
  readonly name: string;
  readonly rate: Rate;
}

/**
 * Slack's tiers, for each method and workspace. Slack counts within a minute and does not say from when: burst and
 * refill together stay below the tier, so that no minute, however cut, holds more.
 */
const TIERS: Readonly<Record<1 | 2 | 3 | 4, Rate>> = {
  1: { burst: 1, perMinute: 0.9 },
  2: { burst: 7, perMinute: 11 },
  3: { burst: 18, perMinute: 29 },
  4: { burst: 40, perMinute: 55 },
};

/** The method that is limited by channel. */
export const POST = "chat.postMessage";

/** One a second, says Slack, and takes a short burst. */
const POSTS_IN_A_CHANNEL: Rate = { burst: 2, perMinute: 58 };
/** "Several hundred a minute", says Slack. */
const POSTS_IN_A_WORKSPACE: Rate = { burst: 60, perMinute: 240 };

const TIER_OF: Readonly<Record<string, 1 | 2 | 3 | 4>> = {
  "auth.test": 4,
  "bookmarks.add": 2,
  "bookmarks.edit": 2,
  "chat.postEphemeral": 4,
  "conversations.history": 3,
  "conversations.info": 3,
  "conversations.join": 3,
  "conversations.replies": 3,
  "bookmarks.list": 3,
  "chat.update": 3,
  "files.completeUploadExternal": 4,
  "files.getUploadURLExternal": 4,
  "users.info": 4,
  "views.open": 4,
  "views.publish": 4,
  "views.update": 4,
};

/** The limits that a call has to keep, the narrowest first. Methods that are not listed count as tier 2. */
export function limitsOf(
  method: string,
  workspace: string,
  args: Readonly<Record<string, unknown>>,
): readonly Limit[] {
  // Of an organisation, each workspace that is asked about has its own.
  const team = typeof args["team_id"] === "string" ? ` ${args["team_id"]}` : "";
  const name = `${workspace} ${method}${team}`;
  if (method !== POST) return [{ name, rate: TIERS[TIER_OF[method] ?? 2] }];
  return [
    { name: `${name} ${String(args["channel"])}`, rate: POSTS_IN_A_CHANNEL },
    { name, rate: POSTS_IN_A_WORKSPACE },
  ];
}
