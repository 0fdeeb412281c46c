import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { limitsOf } from "../../../../../src/adapters/chat/slack/web/rates.ts";
import { createTurns } from "../../../../../src/adapters/chat/slack/web/turns.ts";
import { rateLimits } from "../../../../support/slack/rate-limits.ts";

const LONG_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Calls in their turns, and Slack's own reckoning of them at the moment when each goes out. */
function pacedCalls() {
  const nowMs = () => Date.now();
  const turns = createTurns(nowMs);
  const slack = rateLimits(nowMs);
  const refused: string[] = [];
  const sent: { readonly method: string; readonly channel: string; readonly atMs: number }[] = [];

  async function call(method: string, channel: string, isUrgent = false): Promise<void> {
    const args = { channel };
    for (const limit of limitsOf(method, "T1", args)) {
      if (!(await turns.take(limit, nowMs() + LONG_MS, isUrgent))) return;
    }
    if (slack("token", method, args) !== undefined) refused.push(`${method} ${channel}`);
    sent.push({ method, channel, atMs: nowMs() });
  }
  return { turns, call, refused, sent };
}

it("never runs into Slack's limits: 200 posts and 1,000 edits into one channel", async () => {
  const { call, refused, sent } = pacedCalls();
  const startMs = Date.now();

  const posts = Array.from({ length: 200 }, () => call("chat.postMessage", "C1"));
  const edits = Array.from({ length: 1000 }, () => call("chat.update", "C1"));
  await vi.advanceTimersByTimeAsync(LONG_MS);
  await Promise.all([...posts, ...edits]);

  const lastPost = sent.filter(({ method }) => method === "chat.postMessage").at(-1)?.atMs ?? 0;
  expect(refused).toEqual([]);
  expect(sent).toHaveLength(1200);
  expect(lastPost - startMs).toBeLessThan(210_000);
});

it("never runs into Slack's limits, whatever is called when", async () => {
  const methods = [
    "chat.postMessage",
    "chat.update",
    "conversations.info",
    "pins.add",
    "views.open",
  ];
  const calls = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 4000 }),
      many: fc.integer({ min: 1, max: 30 }),
      method: fc.constantFrom(...methods),
      channel: fc.constantFrom("C1", "C2"),
    }),
    { maxLength: 40 },
  );

  await fc.assert(
    fc.asyncProperty(calls, async (bursts) => {
      const { call, refused, sent } = pacedCalls();
      for (const { afterMs, many, method, channel } of bursts) {
        await vi.advanceTimersByTimeAsync(afterMs);
        for (let at = 0; at < many; at += 1) void call(method, channel);
      }
      await vi.advanceTimersByTimeAsync(LONG_MS);

      expect(refused).toEqual([]);
      expect(sent).toHaveLength(bursts.reduce((sum, { many }) => sum + many, 0));
    }),
    { numRuns: 30 },
  );
});

it("lets a first message go before lines of threads that wait", async () => {
  const { call, sent } = pacedCalls();
  for (let at = 0; at < 20; at += 1) void call("chat.postMessage", "C1");
  const urgent = call("chat.postMessage", "C1", true);
  const startMs = Date.now();

  await vi.advanceTimersByTimeAsync(1100);
  await urgent;

  expect(sent.filter(({ atMs }) => atMs > startMs)).toHaveLength(1);
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(21);
});

it("says at once that there is no room, and takes nobody's turn for it", async () => {
  const turns = createTurns(() => Date.now());
  const limit = { name: "posts", rate: { burst: 2, perMinute: 60 } };
  const byMs = Date.now() + 1500;

  const asked = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const waits = new Promise((resolve) => setImmediate(resolve, "waits"));
      return await Promise.race([turns.take(limit, byMs), waits]);
    }),
  );

  expect(asked).toEqual([true, true, "waits", false, false]);
});

it("holds everybody back until the time that Slack gave", async () => {
  const turns = createTurns(() => Date.now());
  const limit = { name: "posts", rate: { burst: 5, perMinute: 60 } };
  const startMs = Date.now();
  turns.hold(limit, startMs + 30_000);

  const patient = turns
    .take(limit, startMs + 40_000)
    .then((isTurn) => [isTurn, Date.now() - startMs]);
  const hasty = await turns.take(limit, startMs + 20_000);
  await vi.runAllTimersAsync();

  expect(hasty).toBe(false);
  expect(await patient).toEqual([true, expect.closeTo(30_000, -1)]);
});
