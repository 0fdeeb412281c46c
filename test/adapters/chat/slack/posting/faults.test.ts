import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { DepmapError } from "../../../../../src/model/errors.ts";
import { fitReply } from "../../../../../src/model/reply-budget.ts";
import { Reply } from "../../../../../src/model/reply.ts";
import { editIfPosted, postOnce } from "../../../../../src/workflows/stories/post-once.ts";
import { createDice } from "../../../../support/dice.ts";
import type { SlackFault } from "../../../../support/slack/slack-double.ts";
import { startPostingChat, type PostingChat } from "./posting-chat.ts";

/** Shorter than in life, so that what hangs costs a test less. */
const DEADLINE_MS = 800;
const STORM_DEADLINE_MS = 500;
/** Tellers that work at the same time, and a moment between two attempts of one. */
const TELLERS = 30;
const PAUSE_MS = 30;
/** More of them where the environment says so. */
const POSTS = Number(process.env["POSTS"] ?? 40);
const FAULTS: readonly SlackFault[] = [
  { kind: "reply-lost" },
  { kind: "status", status: 500 },
  { kind: "hang" },
  { kind: "hang", done: true },
  { kind: "rate-limited", retryAfterSeconds: 1 },
  { kind: "error", error: "fatal_error" },
];

const started: PostingChat[] = [];
afterAll(() => Promise.all(started.map((chat) => chat.close())));

async function start(deadlineMs: number, isPaced = false): Promise<PostingChat> {
  const chat = await startPostingChat({ deadlineMs, isPaced });
  started.push(chat);
  return chat;
}

function saying(headline: string): Reply {
  return fitReply(Reply.parse({ headline, visibility: "channel" }));
}

/** Says it under the key until that works, as a worker does. */
async function insist<Value>(act: () => Promise<Value>): Promise<{ value: Value; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { value: await act(), tries };
    } catch (fault) {
      const isAway = fault instanceof DepmapError && fault.code === "chat-away";
      if (tries > 40 || !isAway) throw fault;
      await wait(PAUSE_MS);
    }
  }
}

it.concurrent(
  "says everything exactly once, whatever becomes of the requests",
  { timeout: 60_000 + POSTS * 1000 },
  async () => {
    const posting = await start(STORM_DEADLINE_MS);
    const { chat, double, journal } = posting;
    const clock = { now: () => Date.now() };
    const tools = { journal, chat, clock, settleMs: STORM_DEADLINE_MS + 100 };
    const dice = createDice(20261121);
    const { id: channel } = await chat.openChannel("inc-storm");
    const root = await chat.post({ channel }, saying("root"), "root");
    const keys = Array.from({ length: POSTS }, (_, at) => `briefing P${at}`);
    let tries = 0;

    async function tell(key: string, at: number): Promise<void> {
      const place = async () => (at % 3 === 0 ? { channel, thread: root } : { channel });
      // Once for each: whose request it meets is left to chance.
      const fault = FAULTS[Math.floor(dice() * FAULTS.length * 1.5)];
      if (fault) double.fail("chat.postMessage", fault);
      const told = await insist(async () => {
        if (dice() < 0.1) double.fail("conversations.history", { kind: "status", status: 503 });
        return await postOnce(tools, { key, subject: key, reply: saying(`first ${key}`), place });
      });
      tries += told.tries;
      await insist(async () => {
        if (dice() < 0.2) double.fail("chat.update", { kind: "reply-lost" });
        return await editIfPosted(tools, key, saying(`then ${key}`));
      });
    }
    const waiting = keys.entries();
    const teller = async () => {
      for (const [at, key] of waiting) await tell(key, at);
    };
    await Promise.all(Array.from({ length: TELLERS }, teller));

    const said = double.messages(channel).filter(({ metadata }) => metadata);
    const keyOf = (payload: unknown) => (payload as { key: string }).key;
    const shown = said.map(({ metadata, text }) => [keyOf(metadata?.["event_payload"]), text]);
    expect(tries).toBeGreaterThan(POSTS * 1.3);
    expect(shown).toHaveLength(POSTS + 1);
    expect(new Map(shown as [string, string][])).toEqual(
      new Map([
        ["root", expect.stringContaining("root")],
        ...keys.map((key): [string, unknown] => [key, expect.stringContaining(`then ${key}`)]),
      ]),
    );
  },
);

it.concurrent(
  "makes one request of one post, whatever the answer",
  { timeout: 20_000 },
  async () => {
    const { chat, double } = await start(DEADLINE_MS);
    for (const [at, fault] of FAULTS.entries()) {
      const { id: channel } = await chat.openChannel(`inc-${at}`);
      double.fail("chat.postMessage", fault);

      await expect(chat.post({ channel }, saying("x"), "k")).rejects.toMatchObject({
        code: "chat-away",
      });

      const made = double
        .calls("chat.postMessage")
        .filter(({ args }) => args["channel"] === channel);
      expect(made, fault.kind).toHaveLength(1);
    }
  },
);

it.concurrent("waits out a rate limit that leaves room", async () => {
  const { chat, double } = await start(2500, true);
  const { id: channel } = await chat.openChannel("inc-1");
  double.fail("chat.postMessage", { kind: "rate-limited", retryAfterSeconds: 1 });

  const message = await chat.post({ channel }, saying("x"), "k");

  expect(double.messages(channel).filter(({ ts }) => ts === message)).toHaveLength(1);
  const [first, second] = double.calls("chat.postMessage").map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000);
});
