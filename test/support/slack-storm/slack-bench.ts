import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { App } from "@slack/bolt";
import express from "express";
import { createSlackReceiver } from "../../../src/adapters/chat/slack/receive/create-slack-receiver.ts";
import type {
  SlackReceiver,
  SlackReceiverOptions,
} from "../../../src/adapters/chat/slack/receive/slack-receiver.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createSecret } from "../../../src/model/secret.ts";

const SIGNING_SECRET = "a secret for signing";

/** A log line of the receiver. */
interface Said {
  readonly level: string;
  readonly sentence: string;
  readonly data: object;
}

export interface SlackBench {
  readonly receiver: SlackReceiver;
  /** The journal's file, for whoever wants to be in its way. */
  readonly path: string;
  readonly url: string;
  /** Event types, commands and the like that listeners were handed, in order. */
  readonly heard: readonly string[];
  readonly said: readonly Said[];
  /** Posts to the receiver's route as Slack does. */
  post(body: object, how?: PostOptions): Promise<Response>;
  close(): Promise<void>;
}

interface PostOptions {
  readonly secret?: string;
  readonly skewSeconds?: number;
  readonly as?: "json" | "form" | "interaction";
  readonly headers?: Readonly<Record<string, string>>;
}

/** The receiver over a real journal, on loopback. Its listeners note what they hear; `own` changes anything. */
export async function startSlackBench(
  own: Partial<Omit<SlackReceiverOptions, "listen">> & {
    readonly folder?: string;
    /** How long the journal takes for a request. */
    readonly keepsAfterMs?: number;
    readonly listen?: (app: App) => void;
  } = {},
): Promise<SlackBench> {
  const folder = own.folder ?? (await mkdtemp(join(tmpdir(), "depmap-slack-")));
  const path = join(folder, "journal.db");
  const clock = own.clock ?? { now: () => Date.now() };
  const journal = createSqliteJournal({ path, clock });
  const heard: string[] = [];
  const said: Said[] = [];
  const saying = (level: string) => (data: object, sentence: string) =>
    void said.push({ level, sentence, data });
  const receiver = createSlackReceiver({
    authorize: () => Promise.resolve({ botToken: "xoxb-1", botId: "B1", botUserId: "UBOT" }),
    requests: {
      ...journal.requests,
      keep: (request) => wait(own.keepsAfterMs ?? 0).then(() => journal.requests.keep(request)),
    },
    clock,
    log: {
      debug: saying("debug"),
      info: saying("info"),
      warn: saying("warn"),
      error: saying("error"),
    },
    metrics: { count: () => {}, observe: () => {} },
    ackFor: () => undefined,
    isForUs: () => true,
    ...own,
    settings: {
      signingSecret: createSecret(SIGNING_SECRET),
      apiUrl: "http://127.0.0.1:9/api/",
      retryPausesMs: [1, 1],
      ...own.settings,
    },
    listen(app) {
      app.event(/.*/u, ({ body }) => {
        heard.push(body.event_id);
        return Promise.resolve();
      });
      app.command(/.*/u, ({ body }) => {
        heard.push(body.trigger_id);
        return Promise.resolve();
      });
      app.view(/.*/u, ({ view }) => {
        heard.push(view.id);
        return Promise.resolve();
      });
      own.listen?.(app);
    },
  });
  const http = express();
  if (receiver.router) http.use("/slack/events", receiver.router);
  const server = http.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;

  return {
    receiver,
    path,
    url,
    heard,
    said,
    post: (body, { secret = SIGNING_SECRET, skewSeconds = 0, as = "json", headers } = {}) => {
      const text = written(body, as);
      const time = String(Math.floor(clock.now() / 1000) + skewSeconds);
      const type = as === "json" ? "application/json" : "application/x-www-form-urlencoded";
      const hash = createHmac("sha256", secret).update(`v0:${time}:${text}`).digest("hex");
      return fetch(url, {
        method: "POST",
        body: text,
        headers: {
          "content-type": type,
          "x-slack-request-timestamp": time,
          "x-slack-signature": `v0=${hash}`,
          ...headers,
        },
      });
    },
    async close() {
      await receiver.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await journal.close();
      if (own.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

function written(body: object, as: "json" | "form" | "interaction"): string {
  if (as === "json") return JSON.stringify(body);
  if (as === "interaction") return `payload=${encodeURIComponent(JSON.stringify(body))}`;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) form.set(name, String(value));
  return form.toString();
}
