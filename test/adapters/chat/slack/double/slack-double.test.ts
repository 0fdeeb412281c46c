import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { afterEach, describe, expect, test } from "vitest";
import { boltApp } from "../../../../support/slack/bolt-app.ts";
import {
  startSlackDouble,
  type SlackDouble,
  type SlackDoubleOptions,
} from "../../../../support/slack/slack-double.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function slack(options?: SlackDoubleOptions): Promise<SlackDouble> {
  const double = await startSlackDouble(options);
  closing.push(() => double.close());
  return double;
}

async function appOn(double: SlackDouble, way: "http" | "socket"): Promise<App> {
  const running = await boltApp(double, way);
  closing.push(() => running.stop());
  return running.app;
}

/** Notes the events that reach the app, as `type of what`. */
function hears(app: App): string[] {
  const heard: string[] = [];
  app.use(async ({ body, next }) => {
    const event: unknown = Reflect.get(body, "event");
    if (typeof event === "object" && event !== null) {
      const subtype: unknown = Reflect.get(event, "subtype");
      heard.push(
        [Reflect.get(event, "type"), subtype].filter((word) => word !== undefined).join(" "),
      );
    }
    await next();
  });
  return heard;
}

const text = (words: string) => ({ type: "plain_text", text: words }) as const;
const button = {
  type: "actions",
  elements: [{ type: "button", action_id: "more", value: "v1", text: text("More") }],
} as const;
const search = {
  type: "actions",
  elements: [
    {
      type: "external_select",
      action_id: "search",
      min_query_length: 1,
      placeholder: text("Component"),
    },
  ],
} as const;
const form: ModalView = {
  type: "modal",
  title: text("Link"),
  submit: text("Save"),
  blocks: [
    {
      type: "input",
      block_id: "who",
      label: text("Consumer"),
      element: { type: "plain_text_input", action_id: "in" },
    },
    {
      type: "input",
      block_id: "how",
      optional: true,
      label: text("Strength"),
      element: {
        type: "static_select",
        action_id: "in",
        options: [{ text: text("Hard"), value: "h" }],
      },
    },
  ],
};

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
    const answer = await ada.commands("CINC", "graph");
    const click = await ada.presses("CINC", undefined, "More");

    expect(answer.ok && click.ok).toBe(true);
    await expect.poll(() => ada.sees("CINC", ts)).toContain("depmap: heard hello");
    await expect.poll(() => ada.sees("CINC")).toContain("more for UADA");
    expect(double.as("UBEN").sees("CINC")).not.toContain("[More]");
  });

  test("opens a form, says what is wrong with it, and takes it", async () => {
    const double = await slack();
    const app = await appOn(double, way);
    const sent: unknown[] = [];
    app.shortcut("ask", async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: { ...form, callback_id: "f" } });
    });
    app.view("f", async ({ ack, view }) => {
      const who = view.state.values["who"]?.["in"]?.value;
      sent.push(who, view.state.values["how"]?.["in"]?.selected_option?.value);
      if (who === "x") await ack({ response_action: "errors", errors: { who: "no such one" } });
      else await ack();
    });
    const ada = double.as("UADA");

    await ada.usesShortcut("ask");
    await expect.poll(() => ada.views().length).toBe(1);
    await ada.submits({});
    const unsent = ada.errors();
    await ada.submits({ Consumer: "x" });
    const refused = ada.errors();
    await ada.submits({ Consumer: "orders", Strength: "Hard" });

    expect(Object.keys(unsent)).toEqual(["who"]);
    expect(refused).toEqual({ who: "no such one" });
    expect(sent).toEqual(["x", undefined, "orders", "h"]);
    expect(ada.views()).toEqual([]);
  });

  test("offers what is typed for, in App Home", async () => {
    const double = await slack();
    const app = await appOn(double, way);
    app.event("app_home_opened", async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: "home", blocks: [{ type: "header", text: text("Yours") }, search] },
      });
    });
    app.options("search", async ({ ack, options }) => {
      await ack({ options: [{ text: text(`${options.value}-db`), value: "v" }] });
    });
    const chosen: unknown[] = [];
    app.action("search", async ({ ack, action }) => {
      await ack();
      chosen.push(Reflect.get(Reflect.get(action, "selected_option") ?? {}, "value"));
    });
    const ada = double.as("UADA");

    await ada.opensHome();
    await expect.poll(() => double.calls("views.publish").length).toBe(1);
    const offered = await ada.suggests("home", "Component", "orders");
    await ada.pressesAtHome("Component", { choice: "orders-db" });

    expect(ada.seesHome()).toBe("Yours\n[Component]");
    expect(offered).toMatchObject([{ label: "orders-db", value: "v" }]);
    expect(chosen).toEqual(["v"]);
  });

  test("hears of channels and changes only where its bot is", async () => {
    const double = await slack();
    const heard = hears(await appOn(double, way));
    const ada = double.as("UADA");

    const channel = await ada.createsChannel("inc-1");
    await ada.mentions(channel, "are you there?");
    await double.settled();
    const outside = heard.splice(0);
    await ada.invites(channel);
    const ts = await ada.says(channel, "it is the cache");
    await ada.changes(channel, ts, "it is the queue");
    await ada.reacts(channel, ts, "link");
    await ada.reacts(channel, ts, "link");
    await ada.deletes(channel, ts);
    await ada.renames(channel, "inc-2");
    await double.settled();

    expect(outside).toEqual(["channel_created"]);
    expect(heard.toSorted()).toEqual([
      "app_mention",
      "channel_rename",
      "member_joined_channel",
      "message",
      "message message_changed",
      "message message_deleted",
      "reaction_added",
    ]);
  });

  test("gets an event again when it was not acknowledged", async () => {
    const double = await slack({ retryPausesMs: [0, 0], ackTimeoutMs: 500 });
    double.deliverTo(way === "http" ? { http: "http://127.0.0.1:9/" } : "sockets");

    await double.as("UADA").mentions("CINC", "anybody?");
    await double.settled();

    const mention = double.deliveries.find(({ payload }) =>
      JSON.stringify(payload).includes("app_mention"),
    );
    expect(mention).toMatchObject({ attempts: 3, acknowledged: false, over: way });
  });
});

test("what looks like an edit and is none: a link that is looked up, a root that is deleted", async () => {
  const double = await slack();
  const app = await appOn(double, "http");
  const changes: unknown[] = [];
  app.event("message", async ({ event }) => {
    if (event.subtype !== "message_changed") return Promise.resolve();
    const { message, previous_message: before } = event;
    changes.push([message.subtype, Reflect.get(message, "text") === Reflect.get(before, "text")]);
    return Promise.resolve();
  });
  const ada = double.as("UADA");

  const root = await ada.says("CINC", "see https://wiki.example.com/orders");
  await ada.says("CINC", "a reply", root);
  await ada.deletes("CINC", root);
  await double.settled();

  await expect
    .poll(() => changes)
    .toEqual([
      [undefined, true],
      ["tombstone", false],
    ]);
});

test("a command that nobody answers is a trouble for who gave it", async () => {
  const double = await slack({ ackTimeoutMs: 100 });

  const answer = await double.as("UADA").commands("CINC", "graph");

  expect(answer.ok).toBe(false);
  expect(double.as("UADA").troubles()).toEqual([
    '/depmap failed with the error "operation_timeout"',
  ]);
});

test("a trigger opens one modal, and only while it is fresh", async () => {
  let now = 1_000_000;
  const double = await slack({ now: () => now });
  const app = await appOn(double, "http");
  const words: unknown[] = [];
  app.shortcut("ask", async ({ ack, client, body }) => {
    await ack();
    const view = { ...form, callback_id: "f" };
    async function open(): Promise<unknown> {
      return client.views.open({ trigger_id: body.trigger_id, view }).then(
        () => "opened",
        (error: unknown) => Reflect.get(Reflect.get(Object(error), "data"), "error"),
      );
    }
    words.push(await open(), await open());
  });

  await double.as("UADA").usesShortcut("ask");
  await expect.poll(() => words).toEqual(["opened", "exchanged_trigger_id"]);
  app.shortcut("late", async ({ ack, client, body }) => {
    now += 3_001;
    await ack();
    const view = { ...form, callback_id: "f" };
    await client.views.open({ trigger_id: body.trigger_id, view }).catch((error: unknown) => {
      words.push(Reflect.get(Reflect.get(Object(error), "data"), "error"));
    });
  });
  await double.as("UADA").usesShortcut("late");

  await expect.poll(() => words.at(-1)).toBe("expired_trigger_id");
});

test("a response_url takes five answers", async () => {
  const double = await slack();
  const app = await appOn(double, "http");
  let url = "";
  app.command("/depmap", async ({ command, ack }) => {
    url = command.response_url;
    await ack();
  });
  await double.as("UADA").commands("CINC", "graph");

  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    const body = JSON.stringify({ text: `answer ${index}` });
    statuses.push((await fetch(url, { method: "POST", body })).status);
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect(double.as("UADA").sees("CINC").split("\n")).toHaveLength(5);
});

test("Bolt refuses what is signed with another secret or too long ago, and answers the challenge", async () => {
  const double = await slack();
  await appOn(double, "http");
  const event = { type: "event_callback", team_id: "T1", event: { type: "app_mention" } };

  const forged = await double.deliver("event", event, { secret: "another", copies: 1 });
  const old = await double.deliver("event", event, { skewSeconds: -400, copies: 1 });
  const challenge = await double.deliver("event", { type: "url_verification", challenge: "c1" });

  expect([forged.status, old.status]).toEqual([401, 401]);
  expect(challenge.body).toEqual({ challenge: "c1" });
});

test("ten sockets and no more", async () => {
  const double = await slack();
  const token = { authorization: `Bearer ${double.appToken}` };
  const frames: unknown[] = [];

  for (let count = 1; count <= 11; count += 1) {
    const url = `${double.apiUrl}apps.connections.open`;
    const answer: unknown = await (await fetch(url, { method: "POST", headers: token })).json();
    const socket = new WebSocket(String(Reflect.get(Object(answer), "url")));
    frames.push(
      await new Promise((resolve) => {
        socket.addEventListener("message", ({ data }) => {
          const frame: unknown = JSON.parse(String(data));
          resolve(Reflect.get(Object(frame), "reason") ?? Reflect.get(Object(frame), "type"));
        });
      }),
    );
  }

  expect(frames).toEqual([...Array.from({ length: 10 }, () => "hello"), "too_many_websockets"]);
  expect(double.sockets.open).toBe(10);
});

test("a socket that Slack takes back is opened anew", async () => {
  const double = await slack();
  const app = await appOn(double, "socket");
  app.command("/depmap", async ({ ack }) => {
    await ack({ text: "here again" });
  });

  double.sockets.disconnect("refresh_requested");
  await double.sockets.until(0);
  await double.sockets.until(1);
  await double.as("UADA").commands("CINC", "graph");

  expect(double.sockets.opened).toBe(2);
  expect(double.as("UADA").sees("CINC")).toBe("depmap: here again");
});
