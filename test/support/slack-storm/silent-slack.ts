import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

/** A Slack that takes connections and falls silent. */
export interface SilentSlack {
  readonly apiUrl: string;
  /** When a socket was asked for; epoch milliseconds. */
  asked(): readonly number[];
  /** Sockets that are open at its end. */
  open(): number;
  /** From now on it is another: what it does with the next requests. */
  becomes(mood: Mood): void;
  close(): Promise<void>;
}

/**
 * `too many`: come back in two seconds; `no answer` to the request for an address; `no hello`: a socket that says nothing; `no pong`: a socket that says hello
 * and then reads nothing any more, not even a farewell.
 */
export type Mood = "too many" | "no answer" | "no hello" | "no pong" | "well";

export async function startSilentSlack(first: Mood): Promise<SilentSlack> {
  let mood = first;
  const asked: number[] = [];
  const sockets = new Set<WebSocket>();
  const server = createServer((request, response) => {
    request.resume();
    asked.push(Date.now());
    if (mood === "no answer") return;
    if (mood === "too many") return void response.writeHead(429, { "retry-after": "2" }).end();
    const { port } = server.address() as AddressInfo;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  const wss = new WebSocketServer({ server });
  wss.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.terminate());
    if (mood === "no hello") return;
    socket.send(JSON.stringify({ type: "hello", num_connections: 1 }));
    if (mood === "no pong") socket.pause();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    asked: () => asked,
    open: () => sockets.size,
    becomes(next) {
      mood = next;
      // Whoever reads nothing does not see a line cut either.
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
