import { setTimeout as wait } from "node:timers/promises";
import type { Destination } from "../../../../ports/chat.ts";

/** Posts whose fate is not known: a request that was given up may still be on its way. */
export interface LostPosts {
  lost(to: Destination, key: string): void;
  /** Resolves when such a post must have arrived, if it ever does; at once for all others. */
  settled(to: Destination, key: string): Promise<void>;
}

/** Slack has taken or dropped a request by then. */
const ON_ITS_WAY_MS = 1000;
const MOST_REMEMBERED = 1000;

/** Remembers lost posts for as long as a look-up could miss them. */
export function createLostPosts(nowMs: () => number): LostPosts {
  const lostAtMs = new Map<string, number>();
  const nameOf = ({ channel, thread }: Destination, key: string) =>
    JSON.stringify([channel, thread, key]);

  return {
    lost(to, key) {
      lostAtMs.delete(nameOf(to, key));
      lostAtMs.set(nameOf(to, key), nowMs());
      const [oldest] = lostAtMs.keys();
      if (lostAtMs.size > MOST_REMEMBERED && oldest !== undefined) lostAtMs.delete(oldest);
    },
    async settled(to, key) {
      const name = nameOf(to, key);
      const atMs = lostAtMs.get(name);
      if (atMs === undefined) return;
      await wait(Math.max(0, atMs + ON_ITS_WAY_MS - nowMs()));
      if (lostAtMs.get(name) === atMs) lostAtMs.delete(name);
    },
  };
}
