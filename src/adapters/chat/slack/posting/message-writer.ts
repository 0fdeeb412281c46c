import type { Reply } from "../../../../model/reply.ts";

/** A message that stands in a channel. */
export interface Written {
  readonly channel: string;
  readonly message: string;
}

/** Makes one edit; asks for the content when its turn has come. */
export type MakeEdit = (at: Written, newest: () => Reply, byMs: number) => Promise<void>;

export interface MessageWriter {
  /** Resolves when this content stands, or newer content that overtook it; `byMs` is the time for that. */
  write(at: Written, reply: Reply, byMs: number): Promise<void>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

/** Content on its way, and everybody who waits for it. */
interface Wish {
  reply: Reply;
  byMs: number;
  readonly waiting: PromiseWithResolvers<void>[];
}

/**
 * One writer for each message: edits of one message go one after the other, and one that waits for its turn is replaced
 * by the next.
 */
export function createMessageWriter(makeEdit: MakeEdit): MessageWriter {
  const wishes = new Map<string, Wish>();
  const running = new Map<string, Promise<void>>();

  async function run(key: string, at: Written): Promise<void> {
    for (let wish = wishes.get(key); wish; wish = wishes.get(key)) {
      // Whoever wishes before the edit's turn has come is answered with it.
      let taken: Wish | undefined;
      const newest = () => {
        const next = wishes.get(key);
        wishes.delete(key);
        if (next) taken = { ...next, waiting: [...(taken?.waiting ?? []), ...next.waiting] };
        return (taken ?? wish).reply;
      };
      try {
        await makeEdit(at, newest, wish.byMs);
        if (!taken) wishes.delete(key);
        for (const { resolve } of (taken ?? wish).waiting) resolve();
      } catch (fault) {
        if (!taken) wishes.delete(key);
        for (const { reject } of (taken ?? wish).waiting) reject(fault);
      }
    }
    running.delete(key);
  }

  return {
    write(at, reply, byMs) {
      const key = `${at.channel} ${at.message}`;
      const waiting = Promise.withResolvers<void>();
      const wish = wishes.get(key);
      if (wish) {
        wish.reply = reply;
        wish.byMs = byMs;
        wish.waiting.push(waiting);
      } else wishes.set(key, { reply, byMs, waiting: [waiting] });
      if (!running.has(key)) running.set(key, run(key, at));
      return waiting.promise;
    },
    async idle() {
      await Promise.all(running.values());
    },
  };
}
