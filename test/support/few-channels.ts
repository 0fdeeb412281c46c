import type { Chat } from "../../src/ports/chat.ts";

/** Every fourth incident has a channel of its own; all others share one, which is too much for it. */
export function withFewChannels(chat: Chat): Chat {
  return {
    ...chat,
    async findChannel(name) {
      const number = /^inc-(\d+)$/.exec(name)?.[1];
      return number && Number(number) % 4 > 0 ? undefined : { id: name, name };
    },
  };
}

/** So quick that storms begin and end many times in a run. */
export const QUICK_STORM = { windowMs: 2500, quietMs: 600, editMs: 50, gatherMs: 30 };
