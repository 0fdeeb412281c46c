import { Reply } from "../../src/model/reply.ts";
import type { ChatHandlers } from "../../src/ports/chat.ts";

/** Handlers that answer little; give those that matter. */
export function quietHandlers(own: Partial<ChatHandlers> = {}): ChatHandlers {
  return {
    onCommand: async ({ line }) => Reply.parse({ headline: `You asked: ${line}` }),
    onAction: async () => undefined,
    onCapture: async () => Reply.parse({ headline: "Nothing found" }),
    onChannel: async () => undefined,
    onThreadChange: async () => {},
    home: async ({ name }) => Reply.parse({ headline: `Home of ${name}` }),
    complete: async () => [],
    ...own,
  };
}
