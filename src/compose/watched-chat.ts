import type { Reply } from "../model/reply.ts";
import type { Chat, Destination } from "../ports/chat.ts";

/** Something that depmap said, once the chat has it. */
export interface Said {
  readonly did: "posted" | "edited";
  readonly to: Destination;
  readonly message: string;
  readonly reply: Reply;
}

export type Watcher = (said: Said) => void;

/** The same chat, with somebody looking over depmap's shoulder. */
export function watched(chat: Chat, watch: Watcher): Chat {
  return {
    ...chat,
    async post(to, reply, key) {
      const message = await chat.post(to, reply, key);
      watch({ did: "posted", to, message, reply });
      return message;
    },
    async edit(channel, message, reply) {
      await chat.edit(channel, message, reply);
      watch({ did: "edited", to: { channel }, message, reply });
    },
  };
}
