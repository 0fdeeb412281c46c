import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { DoubleSockets } from "./double-contract.ts";
import { jsonOf, type Json } from "./slack-state.ts";

interface Envelope {
  readonly type: "events_api" | "slash_commands" | "interactive";
  readonly payload: Json;
  readonly retryAttempt: number;
  readonly retryReason: string;
}

/** The sockets as the rest of the double uses them. */
export interface SlackSockets extends DoubleSockets {
  readonly refusal: string | undefined;
  /** The address of a new socket, good for once. */
  newTicket(): string;
  /** Gives what the acknowledgement carried; rejects when none comes in time, or nobody is there. */
  send(envelope: Envelope, timeoutMs: number): Promise<unknown>;
  close(): void;
}

const MOST_SOCKETS = 10;

/** Slack's end of Socket Mode: up to ten sockets, of which any one gets a delivery. */
export function slackSockets(server: Server, appId: string): SlackSockets {
  const waiting = new Map<
    string,
    { readonly socket: WebSocket; done(payload: unknown): void; failed(why: Error): void }
  >();
  const open: WebSocket[] = [];
  const tickets = new Set<string>();
  const watchers = new Set<() => void>();
  const wss = new WebSocketServer({ noServer: true });
  let opened = 0;
  let turn = 0;
  let refusal: string | undefined;

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer) {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname !== "/link" || !tickets.delete(url.searchParams.get("ticket") ?? "")) {
      stream.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
      return;
    }
    wss.handleUpgrade(request, stream, head, welcome);
  }

  function welcome(socket: WebSocket) {
    if (open.length >= MOST_SOCKETS) {
      socket.on("error", () => {
        socket.terminate();
      });
      socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets" }));
      socket.close(1000);
      return;
    }
    open.push(socket);
    opened += 1;
    socket.on("message", (data: Buffer) => {
      acknowledge(data.toString());
    });
    socket.on("close", () => {
      open.splice(open.indexOf(socket), 1);
      for (const [id, one] of waiting) {
        if (one.socket !== socket) continue;
        waiting.delete(id);
        one.failed(new Error("the socket closed"));
      }
      changed();
    });
    socket.on("error", () => {
      socket.terminate();
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: open.length,
        debug_info: {
          host: "applink-double",
          build_number: 1,
          approximate_connection_time: 18_060,
        },
        connection_info: { app_id: appId },
      }),
    );
    changed();
  }

  function acknowledge(frame: string) {
    const { envelope_id: id, payload } = jsonOf(JSON.parse(frame));
    const one = waiting.get(String(id));
    waiting.delete(String(id));
    one?.done(payload);
  }

  function changed() {
    for (const watch of watchers) watch();
  }

  // A client that hears no ping for half a minute takes its socket for dead.
  const heartbeat = setInterval(() => {
    for (const socket of open) socket.ping();
  }, 10_000);
  heartbeat.unref();
  server.on("upgrade", upgrade);
  return {
    get open() {
      return open.length;
    },
    get opened() {
      return opened;
    },
    get refusal() {
      return refusal;
    },
    newTicket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    send({ type, payload, retryAttempt, retryReason }, timeoutMs) {
      const ready = open.filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      const socket = ready[turn % Math.max(1, ready.length)];
      if (!socket) return Promise.reject(new Error("no socket is open"));
      const id = randomUUID();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error("timeout"));
        }, timeoutMs);
        waiting.set(id, {
          socket,
          done(answer) {
            clearTimeout(timer);
            resolve(answer);
          },
          failed(why) {
            clearTimeout(timer);
            reject(why);
          },
        });
        socket.send(
          JSON.stringify({
            envelope_id: id,
            type,
            payload,
            accepts_response_payload: type !== "events_api",
            ...(type === "events_api"
              ? { retry_attempt: retryAttempt, retry_reason: retryReason }
              : {}),
          }),
        );
      });
    },
    until(count) {
      return new Promise((resolve) => {
        function watch() {
          if (open.length !== count) return;
          watchers.delete(watch);
          resolve();
        }
        watchers.add(watch);
        watch();
      });
    },
    disconnect(reason, { all = false, closeMs = 0 } = {}) {
      for (const socket of all ? [...open] : open.slice(0, 1)) {
        socket.send(
          JSON.stringify({
            type: "disconnect",
            reason,
            debug_info: { host: "applink-double" },
          }),
        );
        if (reason === "warning") continue;
        setTimeout(() => {
          socket.close(1000);
        }, closeMs).unref();
      }
    },
    cut({ all = false } = {}) {
      for (const socket of all ? [...open] : open.slice(0, 1)) socket.terminate();
    },
    sendRaw(frame) {
      for (const socket of open) socket.send(frame);
    },
    refuse(error) {
      refusal = error;
    },
    close() {
      clearInterval(heartbeat);
      for (const one of waiting.values()) one.failed(new Error("closed"));
      waiting.clear();
      for (const socket of open) socket.terminate();
      wss.close();
    },
  };
}
