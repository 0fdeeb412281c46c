import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { z } from "zod";
import { Reply } from "../../src/model/reply.ts";

const PostBody = z.object({
  channel: z.string(),
  thread: z.string().optional(),
  key: z.string(),
  reply: Reply,
});
const EditBody = z.object({ message: z.string(), reply: Reply });

interface KeptMessage {
  readonly id: string;
  readonly key: string;
  readonly channel: string;
  readonly thread: string | undefined;
  /** When it was posted; epoch milliseconds. */
  readonly at: number;
  reply: Reply;
}

/** What a chat server does with one request: all well, accepted with the answer cut off, or refused. */
export type ChatWeather = "fine" | "answer cut" | "refused";

/** A chat outside the process that is killed: it outlives it, and it loses answers. */
export interface ChatServer {
  readonly url: string;
  readonly messages: readonly KeptMessage[];
  close(): Promise<void>;
}

/** Starts one on a free port. `weather` is asked for every post and edit; `onPosted` is told of every accepted post. */
export async function createChatServer(
  weather: () => ChatWeather,
  onPosted: () => void,
): Promise<ChatServer> {
  const messages: KeptMessage[] = [];
  const app = express();
  app.use(express.json({ limit: "1mb" }));
  app.post("/messages", (request, response) => {
    const { key, channel, thread, reply } = PostBody.parse(request.body);
    const today = weather();
    if (today === "refused") return void response.status(503).end();
    const id = `m${messages.length + 1}`;
    messages.push({ id, key, channel, thread, at: Date.now(), reply });
    onPosted();
    if (today === "answer cut") return void request.socket.destroy();
    response.json({ message: id });
  });
  app.put("/messages", (request, response) => {
    const { message, reply } = EditBody.parse(request.body);
    const today = weather();
    if (today === "refused") return void response.status(503).end();
    const found = messages.find(({ id }) => id === message);
    if (!found) return void response.status(404).end();
    found.reply = reply;
    if (today === "answer cut") return void request.socket.destroy();
    response.json({});
  });
  app.get("/messages", (request, response) => {
    const { key } = z.object({ key: z.string() }).parse(request.query);
    response.json({ message: messages.find((one) => one.key === key)?.id });
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
