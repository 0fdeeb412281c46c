import type { Journal, Post } from "../../../ports/journal.ts";

/** What stands in a channel, or is about to. */
export type Begun = Pick<Post, "key" | "subject" | "at">;

/** `subject` as the journal is going to have it, where that counts. */
type Reserve = (key: string, subject?: string) => void;

/** Lets one at a time decide what a channel can still be told. */
export interface Turns {
  /**
   * Decides with what was begun in the channel within the window. What is reserved counts from then on, although the
   * journal has it only once it is posted; a reservation that comes to nothing ends with the window.
   */
  take<Answer>(
    channel: string,
    now: number,
    decide: (begun: readonly Begun[], reserve: Reserve) => Answer | Promise<Answer>,
  ): Promise<Answer>;
}

/** Turns over what the journal has of each channel. */
export function createTurns(journal: Pick<Journal, "postsIn">, windowMs: number): Turns {
  const lasts = new Map<string, Promise<unknown>>();
  const reserved = new Map<string, Map<string, Begun>>();

  async function begunIn(channel: string, since: number): Promise<Begun[]> {
    const mine = reserved.get(channel) ?? new Map<string, Begun>();
    const posts = await journal.postsIn(channel, since);
    for (const { key } of posts) mine.delete(key);
    for (const { key, at } of mine.values()) if (at < since) mine.delete(key);
    return [...posts, ...mine.values()];
  }

  return {
    take(channel, now, decide) {
      const reserve: Reserve = (key, subject = "") => {
        const mine = reserved.get(channel) ?? new Map<string, Begun>();
        reserved.set(channel, mine.set(key, { key, subject, at: now }));
      };
      const turn = (lasts.get(channel) ?? Promise.resolve()).then(async () =>
        decide(await begunIn(channel, now - windowMs), reserve),
      );
      const last = turn.catch(() => {});
      lasts.set(channel, last);
      void last.then(() => {
        if (lasts.get(channel) === last) lasts.delete(channel);
      });
      return turn;
    },
  };
}
