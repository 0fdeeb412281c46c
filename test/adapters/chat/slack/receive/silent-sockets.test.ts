import { App, LogLevel } from "@slack/bolt";
import { expect, it, vi } from "vitest";
import { keepSocket } from "../../../../../src/adapters/chat/slack/receive/kept-socket.ts";
import { openSocket } from "../../../../../src/adapters/chat/slack/receive/socket-session.ts";
import { slackLogger } from "../../../../../src/adapters/chat/slack/slack-logger.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import { startSilentSlack } from "../../../../support/slack-storm/silent-slack.ts";

const nothing = () => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const pauses = { firstMs: 50, lastMs: 100, soundMs: 10_000 };

function connectTo(apiUrl: string) {
  const boltLog = slackLogger(log);
  const receiver = { init: nothing, start: async () => {}, stop: async () => {} };
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger: boltLog,
    logLevel: LogLevel.WARN,
  });
  const appToken = createSecret("xapp-1");
  return keepSocket(() => openSocket({ app, appToken, apiUrl, log, boltLog, helloMs: 1000 }), {
    log,
    pauses,
  });
}

it.concurrent.each(["no answer", "no hello", "no pong"] as const)(
  "gives up a Slack that gives %s, and leaves nothing of the connection open",
  async (mood) => {
    const slack = await startSilentSlack(mood);
    const socket = connectTo(slack.apiUrl);
    await socket.start();

    await vi.waitFor(() => expect(slack.asked().length).toBeGreaterThan(1), 10_000);
    slack.becomes("well");
    await vi.waitFor(() => expect(socket.isUp()).toBe(true), 10_000);
    await vi.waitFor(() => expect(slack.open()).toBe(1), 10_000);

    await socket.stop();
    await vi.waitFor(() => expect(slack.open()).toBe(0), 10_000);
    await slack.close();
  },
  30_000,
);

it.concurrent("opens nothing any more when it was stopped while Slack let it wait for an address", async () => {
  const slack = await startSilentSlack("well");
  const socket = connectTo(slack.apiUrl);
  const starting = socket.start();
  await socket.stop();
  await starting;
  await vi.waitFor(() => expect(slack.asked()).toHaveLength(1), 5000);

  await vi.waitFor(() => expect(slack.open()).toBe(0), 5000);
  expect(socket.isUp()).toBe(false);
  await slack.close();
});

it.concurrent("leaves Slack alone for as long as it asks for, though that is longer than a hello may take", async () => {
  const slack = await startSilentSlack("too many");
  const socket = connectTo(slack.apiUrl);
  await socket.start();
  await vi.waitFor(() => expect(slack.asked().length).toBeGreaterThan(1), 10_000);
  const [first = 0, second = 0] = slack.asked();

  // A timer may be a few milliseconds early by another clock.
  expect(second - first).toBeGreaterThan(1900);
  await socket.stop();
  await slack.close();
});
