import { App, ExpressReceiver, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import express from "express";
import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import {
  startSlackDouble,
  type SlackDouble,
  type SlackDoubleOptions,
} from "../../../support/slack/slack-double.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function slack(options?: SlackDoubleOptions): Promise<SlackDouble> {
  const double = await startSlackDouble(options);
  closing.push(() => double.close());
  return double;
}

function clientOf(double: SlackDouble): WebClient {
  return new WebClient(double.botToken, {
    slackApiUrl: double.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** A small app that answers everything, over the way that it is asked to listen on. */
async function appOn(double: SlackDouble, way: "http" | "socket"): Promise<App> {
  const clientOptions = { slackApiUrl: double.apiUrl };
  if (way === "socket") {
    const receiver = new SocketModeReceiver({
      appToken: double.appToken,
      installerOptions: { clientOptions },
    });
    const app = new App({ receiver, token: double.botToken, clientOptions });
    await app.start();
    closing.push(() => app.stop());
    await double.sockets.until(1);
    return app;
  }
  const router = express();
  const receiver = new ExpressReceiver({
    signingSecret: double.signingSecret,
    app: router,
    endpoints: "/slack/events",
  });
  const app = new App({ receiver, token: double.botToken, clientOptions });
  const server = createServer(router);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  double.deliverTo({ http: `http://127.0.0.1:${address.port}/slack/events` });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return app;
}

const button = {
  type: "actions",
  elements: [
    { type: "button", action_id: "more", value: "v1", text: { type: "plain_text", text: "More" } },
  ],
};

describe("the Web API", () => {
  test("keeps what is posted and edited, with its metadata for who asks for it", async () => {
    const double = await slack();
    const web = clientOf(double);

    const { ts = "" } = await web.chat.postMessage({
      channel: "CINC",
      text: "first",
      metadata: { event_type: "told", event_payload: { key: "k1" } },
    });
    await web.chat.update({ channel: "CINC", ts, text: "second" });
    const plain = await web.conversations.history({ channel: "CINC" });
    const full = await web.conversations.history({ channel: "CINC", include_all_metadata: true });

    expect(double.as("UADA").sees("CINC")).toBe("depmap: second");
    expect(plain.messages?.[0]?.metadata).toBeUndefined();
    expect(full.messages?.[0]?.metadata?.event_payload).toEqual({ key: "k1" });
  });
});

describe.each(["http", "socket"] as const)("an app over %s", (way) => {
  test("hears mentions, answers commands and takes clicks", async () => {
    const double = await slack();
    const app = await appOn(double, way);
    app.event("app_mention", async ({ event, say }) => {
      await say({ text: `heard ${event.text.split(" ")[1]}`, thread_ts: event.ts });
    });
    app.command("/depmap", async ({ command, ack }) => {
      await ack({ text: `asked ${command.text}`, blocks: [button] });
    });
    app.action("more", async ({ ack, respond, body }) => {
      await ack();
      await respond({ text: `more for ${body.user.id}`, replace_original: false });
    });
    const ada = double.as("UADA");

    const ts = await ada.mentions("CINC", "hello");
    await double.settled();
    const answer = await ada.commands("CINC", "graph");
    const click = await ada.presses("CINC", undefined, "More");
    await double.settled();
    await expect.poll(() => ada.sees("CINC", ts)).toContain("depmap: heard hello");

    expect(answer.ok && click.ok).toBe(true);
    await expect.poll(() => ada.sees("CINC")).toContain("more for UADA");
    expect(double.as("UBEN").sees("CINC")).not.toContain("[More]");
  });
});
