import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import { createSlackReceiver } from "../../../src/adapters/chat/slack/receive/create-slack-receiver.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { Reply } from "../../../src/model/reply.ts";
import { createSecret } from "../../../src/model/secret.ts";
import type { RequestBox } from "../../../src/ports/request-box.ts";
import { errorsOnly } from "../errors-only.ts";
import { createHttpChat } from "../http-chat.ts";

/** A fault built in on purpose, to see that the storm would notice. */
export type StormMutant = "early acknowledgement" | "no look-up" | "no ids" | "in memory";

/** What the parent hands over as the first argument. */
export interface StormChildOptions {
  readonly folder: string;
  readonly chatUrl: string;
  readonly apiUrl: string;
  /** Over HTTP on that port with that secret, or over Socket Mode with that token. */
  readonly http?: { readonly port: number; readonly signingSecret: string } | undefined;
  readonly appToken?: string | undefined;
  /** How long a listener takes at most before its answer is posted. */
  readonly answerMs: number;
  readonly mutant?: StormMutant | undefined;
}

/**
 * The process that is killed: Bolt's app behind our receiver, over the journal. Each request is answered by one post,
 * which is looked for before it is made, as every answer of depmap is.
 *
 * Loads itself, says `loaded` and waits for `go`, so that the lives are about the work and not about starting Node.
 * Then says which requests the life before it left over, and `ready`; told `idle?`, it says `idle` when all is answered.
 */
async function live(options: StormChildOptions): Promise<void> {
  const { folder, http, mutant } = options;
  const clock = { now: () => Date.now() };
  const journal = createSqliteJournal({ path: `${folder}/journal.db`, clock });
  const chat = createHttpChat(options.chatUrl);

  async function answer(key: string): Promise<void> {
    await wait(Math.random() * options.answerMs);
    const to = { channel: "C1" };
    const found = mutant === "no look-up" ? undefined : await chat.findPosted(to, key, 0);
    if (found === undefined) await chat.post(to, Reply.parse({ headline: key }), key);
  }

  const receiver = createSlackReceiver({
    settings: {
      apiUrl: options.apiUrl,
      signingSecret: http && createSecret(http.signingSecret),
      appToken: options.appToken === undefined ? undefined : createSecret(options.appToken),
    },
    authorize: () => Promise.resolve({ botToken: "xoxb-1", botId: "B1", botUserId: "UBOT" }),
    requests: mutated(journal.requests, mutant),
    clock,
    log: errorsOnly(),
    metrics: { count: () => {}, observe: () => {} },
    ackFor: () => undefined,
    isForUs: () => true,
    listen(app) {
      app.event(/.*/u, ({ body }) => answer(body.event_id));
      app.command(/.*/u, ({ body }) => answer(body.trigger_id));
      app.action(/.*/u, ({ body }) => answer("trigger_id" in body ? body.trigger_id : "none"));
    },
  });
  process.send?.((await journal.requests.unanswered("slack")).map(({ id }) => id));
  if (http && receiver.router) {
    const server = express().use("/slack/events", receiver.router).listen(http.port, "127.0.0.1");
    await once(server, "listening");
  }
  await receiver.start();
  process.send?.("ready");
  process.on("message", (message) => {
    if (message === "idle?") void receiver.idle().then(() => process.send?.("idle"));
  });
}

function mutated(requests: RequestBox, mutant: StormMutant | undefined): RequestBox {
  if (mutant === "early acknowledgement") {
    return {
      ...requests,
      keep(request) {
        setTimeout(() => void requests.keep(request), 30);
        return Promise.resolve("new");
      },
    };
  }
  if (mutant === "no ids") {
    let count = 0;
    return {
      ...requests,
      keep: (request) =>
        requests.keep({ ...request, id: `${request.id} ${process.pid} ${(count += 1)}` }),
    };
  }
  if (mutant === "in memory") return { ...requests, unanswered: () => Promise.resolve([]) };
  return requests;
}

process.on("disconnect", () => process.exit());
// Written at exit otherwise, and this process never exits by itself.
flushCompileCache();
const go = once(process, "message");
process.send?.("loaded");
await go;
await live(JSON.parse(process.argv[2] as string) as StormChildOptions);
