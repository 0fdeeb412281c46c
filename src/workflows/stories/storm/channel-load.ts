import type { Post } from "../../../ports/journal.ts";

/** How much a channel is told before stories are put together; the defaults are for production. */
export interface StormSettings {
  /** So many stories in one window are told one by one; more are a storm. */
  readonly stories: number;
  /** So many messages of any kind, and no story more gets one of its own. */
  readonly messages: number;
  /** So many, and lines in threads wait. */
  readonly lines: number;
  readonly windowMs: number;
  /** A storm is not over before no story came for that long. */
  readonly quietMs: number;
  /** The shortest time between two edits of a roll-up. */
  readonly editMs: number;
  /** How long a new roll-up waits for company before it is posted. */
  readonly gatherMs: number;
}

/** One roll-up and one line that sums it up come to these: ten messages at most, whatever happens. */
export const STORM: StormSettings = {
  stories: 5,
  messages: 8,
  lines: 7,
  windowMs: 60_000,
  quietMs: 30_000,
  editMs: 3000,
  gatherMs: 1200,
};

/** How a channel stands between calm and storm. */
export interface ChannelLoad {
  /** May one more story have a message of its own? */
  readonly mayBrief: boolean;
  /** May a line go into a thread: now, not in this storm (it is summed up), or at that time at the earliest? */
  readonly line: "now" | "storm" | { readonly at: number };
  /** The roll-up that stories went into lately. */
  readonly rollUp?: string | undefined;
  /** When the storm is over, if nothing more comes. */
  readonly overAt: number;
}

/** Under this the journal says in which roll-up an incident's story is told: its subject is the roll-up's key. */
export const ROLLED = "rolled up ";
const BRIEFED = "briefing ";
/** What the journal has that is no message of its own. */
const UNSEEN = [ROLLED, "furnishing "];

/** Reads from what was begun in a channel lately how it stands there; `posts` are those of the last window. */
export function channelLoad(
  posts: readonly Pick<Post, "key" | "subject" | "at">[],
  now: number,
  settings: StormSettings,
): ChannelLoad {
  const recent = posts
    .filter(({ at }) => at > now - settings.windowMs)
    .toSorted((a, b) => a.at - b.at);
  const stories = recent.filter(({ key }) => key.startsWith(ROLLED) || key.startsWith(BRIEFED));
  const messages = recent.filter(({ key }) => !UNSEEN.some((name) => key.startsWith(name)));
  const rolled = recent.findLast(({ key }) => key.startsWith(ROLLED));
  const quietAt = (stories.at(-1)?.at ?? -Infinity) + settings.quietMs;
  const fewAt = (stories.at(-settings.stories)?.at ?? -Infinity) + settings.windowMs;
  const overAt = Math.max(quietAt, fewAt);
  const isStorm = rolled !== undefined && now < overAt;
  const room = messages.at(-settings.lines);
  return {
    mayBrief: !isStorm && stories.length < settings.stories && messages.length < settings.messages,
    line: isStorm ? "storm" : room ? { at: room.at + settings.windowMs } : "now",
    rollUp: rolled?.subject,
    overAt,
  };
}
