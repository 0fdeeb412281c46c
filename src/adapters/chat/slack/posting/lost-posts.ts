import { setTimeout as wait } from "node:timers/promises";
import type { Destination } from "../../../../ports/chat.ts";
import { rememberNewest } from "../remember-newest.ts";
import { SlackAway } from "../slack-web.ts";

/** Posts whose fate is not known: a request that was given up may still be on its way. */
export interface LostPosts {
  /** Takes any fault; those that leave no doubt are not remembered. */
  lost(to: Destination, key: string, fault: unknown): void;
  /** Resolves when such a post must have arrived, if it ever does; at once for all others. */
  settled(to: Destination, key: string): Promise<void>;
}

/** Parts of the deadline, after which Slack has taken a request or dropped it. */
const ON_ITS_WAY = { unanswered: 2, failed: 0.4 } as const;
const MOST_REMEMBERED = 1000;

/** Remembers lost posts for as long as a look-up could miss them. */
export function createLostPosts(deadlineMs: number, nowMs: () => number): LostPosts {
  const arrivedByMs = new Map<string, number>();
  const nameOf = ({ channel, thread }: Destination, key: string) =>
    JSON.stringify([channel, thread, key]);

  return {
    lost(to, key, fault) {
      if (!(fault instanceof SlackAway) || fault.request === "not-sent") return;
      const byMs = nowMs() + deadlineMs * ON_ITS_WAY[fault.request];
      rememberNewest(arrivedByMs, nameOf(to, key), byMs, MOST_REMEMBERED);
    },
    async settled(to, key) {
      const name = nameOf(to, key);
      const byMs = arrivedByMs.get(name);
      if (byMs === undefined) return;
      await wait(Math.max(0, byMs - nowMs()));
      if (arrivedByMs.get(name) === byMs) arrivedByMs.delete(name);
    },
  };
}
