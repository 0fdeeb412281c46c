import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const saying = (headline: string) => Reply.parse({ headline });

describe("what happens in Slack's channels", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await startDeskBench();
  });
  afterEach(() => bench.close());

  it("captures a thread from any of its messages", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");
    const line = await double.as("UBEN").says("CINC", "A needs B", root);
    bench.handle({ onCapture: async () => saying("1 dependency was found") });

    await double.as("UADA").usesMessageShortcut("capture", "CINC", line);
    await bench.settled();

    expect(handed.captures).toMatchObject([
      { person: { id: "UADA" }, place: { chat: "slack", channel: "CINC", thread: root } },
    ]);
    expect(double.as("UADA").sees("CINC", root)).toContain("1 dependency was found");
    expect(double.as("UBEN").sees("CINC", root)).not.toContain("1 dependency was found");
  });

  it("answers beside a message that has no replies, where Slack shows it", async () => {
    const { double, handed } = bench;
    const alone = await double.as("UBEN").says("CINC", "A needs B");

    await double.as("UADA").usesMessageShortcut("capture", "CINC", alone);
    await double.as("UIDA").reacts("CINC", alone, "link");
    await bench.settled();

    expect(handed.captures.map(({ place }) => place.thread)).toEqual([alone, alone]);
    expect(double.as("UADA").sees("CINC")).toContain("Nothing found");
    expect(double.as("UIDA").sees("CINC")).toContain("Nothing found");
  });

  it("lets the workflow have its own words for guests who capture", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");

    await double.as("UGIL").usesMessageShortcut("capture", "CINC", root);
    await bench.settled();

    expect(handed.captures).toMatchObject([{ person: { id: "UGIL", role: "guest" } }]);
  });

  it("captures the thread of a message that got the emoji for it", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");
    const line = await double.as("UBEN").says("CINC", "A needs B", root);

    await double.as("UADA").reacts("CINC", line, "tada");
    await double.as("UADA").reacts("CINC", line, "link");
    await bench.settled();
    await double.as("UBEN").reacts("CINC", root, "link");
    await bench.settled();

    const [first, second] = handed.captures;
    expect(handed.captures).toHaveLength(2);
    expect(first).toMatchObject({ person: { id: "UADA" }, place: { thread: root } });
    expect(second).toMatchObject({ id: first?.id, person: { id: "UBEN" } });
  });

  it("hands over a new channel, and posts the answer in it once", async () => {
    const { double, handed } = bench;
    bench.handle({ onChannel: async () => saying("This is about incident 42") });

    const channel = await double.as("UADA").createsChannel("inc-42", { topic: "Q42: carts fail" });
    await bench.settled();

    expect(handed.notices).toMatchObject([
      { why: "created", channel: { id: channel, name: "inc-42", topic: "Q42: carts fail" } },
    ]);
    expect(double.as("UADA").sees(channel)).toContain("This is about incident 42");
    expect(double.calls("chat.postMessage")).toHaveLength(1);
  });

  it("posts the answer to a new channel once, however often it is begun", async () => {
    const { double, journal } = bench;
    bench.handle({ onChannel: async () => saying("This is about incident 42") });
    await double.as("UADA").createsChannel("inc-42");
    await bench.settled();

    const body = JSON.stringify(double.deliveries[0]?.payload);
    const again = { id: "slack event again", chat: "slack", body, receivedAt: Date.now() };
    await journal.requests.keep(again);
    await bench.restart();
    await bench.settled();

    expect(bench.handed.notices).toHaveLength(2);
    expect(double.calls("chat.postMessage")).toHaveLength(1);
  });

  it("tells whoever invited it what it has to say where it may not look for its own words", async () => {
    const { double } = bench;
    const noHistory = { kind: "error", error: "missing_scope" } as const;
    double.fail("conversations.history", noHistory, 5);
    bench.handle({ onChannel: async () => saying("depmap cannot read threads here") });

    await double.as("UADA").invites("CGEN");
    await bench.settled();

    expect(double.as("UADA").sees("CGEN")).toContain("depmap cannot read threads here");
    expect(double.as("UBEN").sees("CGEN")).not.toContain("depmap cannot read threads here");
  });

  it("hears nothing of channels that depmap makes itself", async () => {
    const { double, handed } = bench;

    await double.deliver("event", {
      type: "event_callback",
      team_id: "T1",
      event_id: "Ev9",
      event_time: 1,
      authorizations: [{ team_id: "T1", user_id: double.botUser, is_bot: true }],
      event: {
        type: "channel_created",
        channel: { id: "CINC", name: "incidents", creator: double.botUser },
      },
    });
    await bench.settled();

    expect(handed.notices).toEqual([]);
  });

  it("reads a channel's new name and topic, not those it remembers", async () => {
    const { double, handed } = bench;
    const channel = await double.as("UADA").createsChannel("carts-fail");
    await bench.settled();
    await double.as("UADA").invites(channel);
    await bench.settled();

    await double.as("UADA").renames(channel, "inc-42");
    await bench.settled();
    await double.as("UADA").setsTopic(channel, "https://pager.example/incidents/Q42");
    await bench.settled();

    expect(handed.notices.map(({ why, channel: { name } }) => `${why} ${name}`)).toEqual([
      "created carts-fail",
      "invited carts-fail",
      "renamed inc-42",
      "renamed inc-42",
    ]);
    expect(handed.notices[3]?.channel.topic).toContain("Q42");
  });

  it("hears of nobody else's coming", async () => {
    const { double, handed } = bench;

    await double.as("UADA").invites("CINC", "UIDA");
    await bench.settled();

    expect(handed.notices).toEqual([]);
  });

  it("hands over what people change in threads", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");
    const edited = await double.as("UBEN").says("CINC", "A needs B", root);
    const deleted = await double.as("UBEN").says("CINC", "A needs C", root);
    const alone = await double.as("UBEN").says("CINC", "lunch?");

    await double.as("UBEN").changes("CINC", edited, "A needs D");
    await double.as("UBEN").deletes("CINC", deleted);
    await double.as("UBEN").changes("CINC", alone, "lunch!");
    await bench.settled();

    const place = { chat: "slack", channel: "CINC", thread: root };
    expect(handed.changes).toMatchObject([
      { place, message: edited, did: "edited" },
      { place, message: deleted, did: "deleted" },
    ]);
  });
});
