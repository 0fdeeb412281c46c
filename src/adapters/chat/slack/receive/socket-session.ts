import { SocketModeReceiver, type App, type Logger } from "@slack/bolt";
import { z } from "zod";
import type { Secret } from "../../../../model/secret.ts";
import type { Log } from "../../../../ports/log.ts";
import { readFrame } from "./readable-frame.ts";

/** From the first request to Slack's hello. */
const HELLO_MS = 10_000;
/** Without a pong for so long a socket is dead, and cut when it does not answer a farewell either. */
const PONG_MS = 3000;

const Envelope = z.object({ envelope_id: z.string() });

/** What a socket is made of. */
export interface SocketTools {
  readonly app: App;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly log: Log;
  readonly boltLog: Logger;
  /** For Slack's hello; a test is less patient. */
  readonly helloMs?: number | undefined;
}

/** One connection, from its first request to its end. It never comes back by itself. */
export interface SocketSession {
  /** Resolves at Slack's hello; rejects when there is no connection to be had. */
  readonly stood: Promise<void>;
  /** Resolves when another connection is needed: Slack asks for it, though this one still works, or it is gone. */
  readonly wane: Promise<{ readonly reason: string }>;
  isUp(): boolean;
  /** Hangs up; twice is once. */
  close(): void;
}

/**
 * Opens a connection with Bolt's receiver and the Socket Mode client, whose own reconnecting is off.
 *
 * That reconnecting leaves a promise that nobody awaits: when Slack answers `invalid_auth` or an error, the process
 * ends. Here every failure is `stood` or `wane`, and whoever opened the session opens the next.
 */
export function openSocket(tools: SocketTools): SocketSession {
  const receiver = new SocketModeReceiver({
    appToken: tools.appToken.reveal(),
    logger: tools.boltLog,
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_MS,
    customPropertiesExtractor: (args) => ({ envelope: Envelope.safeParse(args).data?.envelope_id }),
    // Not acknowledged: Slack delivers it again.
    processEventErrorHandler: () => Promise.resolve(false),
    installerOptions: {
      clientOptions: {
        slackApiUrl: tools.apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
  receiver.init(tools.app);
  const { client } = receiver;
  const wane = Promise.withResolvers<{ readonly reason: string }>();
  let state: "opening" | "up" | "over" = "opening";

  function close(): void {
    if (state === "over") return;
    state = "over";
    wane.resolve({ reason: "closed" });
    void client.disconnect();
  }

  function heed(data: unknown, isBinary: unknown): void {
    const frame = isBinary === false && typeof data === "string" ? readFrame(data) : GARBAGE;
    if (frame.kind === "renew") wane.resolve({ reason: frame.reason });
    if (frame.kind === "garbage") tools.log.warn({}, "Slack sent a frame that says nothing");
    if (frame.kind !== "pass") return;
    for (const listener of theirs) listener.call(client, frame.text, false);
  }
  const theirs = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", heed);
  // The client forgets that it was told to hang up while it asked for an address; thrown here, it heeds it.
  client.on("authenticated", () => {
    if (state === "over") throw new Error("hung up meanwhile");
  });
  client.on("disconnected", () => {
    wane.resolve({ reason: "the connection was lost" });
    close();
  });

  async function stand(): Promise<void> {
    const late = Promise.withResolvers<never>();
    const helloMs = tools.helloMs ?? HELLO_MS;
    const sayLate = () => late.reject(new Error(`no hello from Slack within ${helloMs} ms`));
    const patience = setTimeout(sayLate, helloMs);
    try {
      await Promise.race([receiver.start(), late.promise]);
      if (state === "over") throw new Error("the connection was lost at once");
      state = "up";
    } catch (fault) {
      close();
      if (fault instanceof Error) throw fault;
      throw new Error("Slack hung up before its hello", { cause: fault });
    } finally {
      clearTimeout(patience);
    }
  }

  return { stood: stand(), wane: wane.promise, isUp: () => state === "up", close };
}

const GARBAGE = { kind: "garbage" } as const;
