import { z } from "zod";
import { DepmapError, messageOf } from "../../src/model/errors.ts";
import type { Chat } from "../../src/ports/chat.ts";

/** The `Chat` port over a `ChatServer`: one attempt a call, and whatever goes wrong is `chat-away`. */
export function createHttpChat(url: string, deadlineMs = 2000): Chat {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const request = {
      method,
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(deadlineMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(url + path, request).catch((cause: unknown) => {
      throw new DepmapError("chat-away", `the chat did not answer: ${messageOf(cause)}`, { cause });
    });
    if (response.status === 404) throw new DepmapError("bad-input", "the chat has no such message");
    if (!response.ok) throw new DepmapError("chat-away", `the chat answered ${response.status}`);
    return await response.json();
  }

  return {
    name: "http",
    async post({ channel, thread }, reply, key) {
      const answer = await call("POST", "/messages", { channel, thread, reply, key });
      return z.object({ message: z.string() }).parse(answer).message;
    },
    async edit(_channel, message, reply) {
      await call("PUT", "/messages", { message, reply });
    },
    async findPosted(_to, key) {
      const answer = await call("GET", `/messages?key=${encodeURIComponent(key)}`);
      return z.object({ message: z.string().optional() }).parse(answer).message;
    },
    findChannel: (nameOrId) => Promise.resolve({ id: nameOrId, name: nameOrId }),
    openChannel: (name) => Promise.resolve({ id: name, name }),
    enter: (channel) => Promise.resolve({ channel: { id: channel, name: channel }, missing: [] }),
    furnish: () => Promise.resolve([]),
    thread: () => Promise.resolve([]),
    person: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
