import { afterEach, expect, it } from "vitest";
import { SLACK_SCOPES } from "../../../../../src/adapters/chat/slack/scopes.ts";
import { fitReply } from "../../../../../src/model/reply-budget.ts";
import { Reply } from "../../../../../src/model/reply.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import type { ChannelSetup, SlackDoubleOptions } from "../../../../support/slack/slack-double.ts";
import { startPostingChat, type PostingChat } from "./posting-chat.ts";

const CHANNELS: readonly ChannelSetup[] = [
  { id: "CPUB", name: "payments", hasBot: false, members: ["UADA"], topic: "Money &amp; cards" },
  { id: "CPRI", name: "board", isPrivate: true, hasBot: false, members: ["UADA"] },
  { id: "CEXT", name: "with-partners", isExtShared: true, hasBot: true, members: ["UADA"] },
  { id: "COLD", name: "inc-last-year", isArchived: true, hasBot: true },
  { id: "COPS", name: "ops", hasBot: true, members: ["UADA", "UBEN"] },
];
const PEOPLE = [
  { id: "UADA", name: "Ada" },
  { id: "UBEN", name: "Ben" },
];

let subject: PostingChat | undefined;
afterEach(() => subject?.close());

async function start(
  setup: Omit<SlackDoubleOptions, "workspaces"> & Parameters<typeof startPostingChat>[0] = {},
): Promise<PostingChat> {
  const workspaces = [{ id: "T1", isInstalled: true, people: PEOPLE, channels: CHANNELS }];
  subject = await startPostingChat({ workspaces, isPaced: false, ...setup });
  return subject;
}

function saying(headline: string): Reply {
  return fitReply(Reply.parse({ headline, visibility: "channel" }));
}

it("joins a public channel when it has something to say there", async () => {
  const { chat, double } = await start();

  const message = await chat.post({ channel: "CPUB" }, saying("payments is down"), "k");

  expect(double.messages("CPUB").find(({ ts }) => ts === message)).toMatchObject({
    user: double.botUser,
    metadata: { event_type: "depmap_message", event_payload: { key: "k" } },
  });
});

it("lets no link of a message unfold", async () => {
  const { chat, double } = await start();

  await chat.post({ channel: "COPS" }, richReply(), "k");

  const [post] = double.calls("chat.postMessage");
  expect(post?.args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  expect(post?.args).not.toHaveProperty("link_names");
  expect(post?.args).not.toHaveProperty("parse");
});

it.each([
  ["that another organisation reads", "CEXT", "not-allowed"],
  ["that is private and has not invited it", "CPRI", "not-allowed"],
  ["that is archived", "COLD", "not-allowed"],
])("says nothing in a channel %s", async (_, channel, code) => {
  const { chat, double } = await start();

  await expect(chat.post({ channel }, saying("x"), "k")).rejects.toMatchObject({ code });
  await expect(chat.enter(channel)).rejects.toMatchObject({ code });

  expect(double.calls("chat.postMessage")).toEqual([]);
});

it("edits nothing any more when another organisation has come to read along", async () => {
  const { chat, double, channels } = await start();
  double.addChannel({ id: "CNEW", name: "soon-shared", hasBot: true });
  const message = await chat.post({ channel: "CNEW" }, saying("x"), "k");
  channels.learned({ id: "CNEW", name: "soon-shared", is_ext_shared: true }, undefined);

  const editing = chat.edit("CNEW", message, saying("secret"));

  await expect(editing).rejects.toMatchObject({ code: "not-allowed" });
  expect(double.calls("chat.update")).toEqual([]);
});

it("takes a message in an archived channel for gone", async () => {
  const { chat } = await start();

  const editing = chat.edit("COLD", "1700000000.000100", saying("x"));

  await expect(editing).rejects.toMatchObject({ code: "bad-input" });
});

it.each([
  ["CPUB"],
  ["#payments"],
  ["payments"],
  ["<#CPUB|payments>"],
  ["https://lab.slack.com/archives/CPUB"],
  ["https://lab.slack.com/archives/CPUB/p1700000000000100"],
  ["https://app.slack.com/client/T1/CPUB"],
  ["https://slack.com/app_redirect?team=T1&channel=CPUB"],
  ["slack://channel?team=T1&id=CPUB"],
])("finds the channel behind %s", async (text) => {
  const { chat } = await start();

  expect(await chat.findChannel(text)).toEqual({
    id: "CPUB",
    name: "payments",
    topic: "Money & cards",
  });
});

it.each([
  ["with-partners"],
  ["CEXT"],
  ["board"],
  ["inc-last-year"],
  ["no-such-channel"],
  ["https://slack.com.evil.example/archives/CPUB"],
  ["http://lab.slack.com/archives/CPUB"],
  ["https://zoom.example/j/1"],
  ["two words"],
  [""],
])("finds no channel behind “%s”", async (text) => {
  const { chat } = await start();

  expect(await chat.findChannel(text)).toBeUndefined();
});

it("lists the channels once for many names", async () => {
  const { chat, double } = await start();

  for (const name of ["payments", "ops", "payments", "#ops"]) await chat.findChannel(name);

  expect(double.calls("conversations.list")).toHaveLength(1);
});

it("lists the channels once for many who ask at the same time, also again after a fault", async () => {
  const { chat, double } = await start();
  double.fail("conversations.list", { kind: "status", status: 503 });
  const askMany = () =>
    Promise.allSettled(Array.from({ length: 20 }, () => chat.findChannel("#payments")));

  const first = await askMany();
  const second = await askMany();

  expect(new Set(first.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  expect(new Set(second.map(({ status }) => status))).toEqual(new Set(["fulfilled"]));
  expect(double.calls("conversations.list")).toHaveLength(2);
});

it("asks once which scopes it has for many channels that it enters at the same time", async () => {
  const { chat, double } = await start();
  const before = double.calls("auth.test").length;

  await Promise.all(["COPS", "CPUB", "COPS", "CPUB"].map((channel) => chat.enter(channel)));

  expect(double.calls("auth.test").length - before).toBe(2);
});

it("makes a channel's name one that Slack takes", async () => {
  const { chat } = await start();

  expect(await chat.openChannel("INC Q7: Checkout (EU)")).toMatchObject({
    name: "inc-q7-checkout-eu",
  });
});

it("gives the channel that is there when the name is taken, and says so when it may not", async () => {
  const { chat } = await start();

  expect(await chat.openChannel("payments")).toMatchObject({ id: "CPUB" });
  await expect(chat.openChannel("board")).rejects.toMatchObject({ code: "not-allowed" });
  await expect(chat.openChannel("with-partners")).rejects.toMatchObject({ code: "not-allowed" });
});

it("enters twice as well as once", async () => {
  const { chat, double } = await start();

  const first = await chat.enter("CPUB");

  expect(await chat.enter("CPUB")).toEqual(first);
  expect(first.channel).toMatchObject({ id: "CPUB", name: "payments" });
  expect(double.calls("conversations.join")).toHaveLength(1);
});

it("says on entering what it has no scope for, by what Slack says of its token", async () => {
  const lacking = ["files:write", "reactions:read", "usergroups:read"];
  const scopes = Object.keys(SLACK_SCOPES).filter((scope) => !lacking.includes(scope));
  const { chat } = await start({ scopes });

  expect((await chat.enter("COPS")).missing).toEqual(
    lacking.map((scope) => expect.stringMatching(`^cannot .*: give the app the scope ${scope} `)),
  );
});

it("says which scope it needs to join", async () => {
  const scopes = ["chat:write", "channels:read", "channels:history"];
  const { chat } = await start({ scopes });

  const entering = chat.enter("CPUB");

  await expect(entering).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringMatching(/scope channels:(join|manage).*invite/s),
  });
});

it("furnishes a channel once, and changes only what is different", async () => {
  const { chat, double } = await start();
  const pin = await chat.post({ channel: "COPS" }, saying("briefing"), "k");
  const bookmark = { title: "depmap: map", url: "https://depmap.example/map/1" };
  const furnishing = { pin, bookmark, topic: "#42 checkout & co" };

  expect(await chat.furnish("COPS", furnishing)).toEqual([]);
  expect(await chat.furnish("COPS", furnishing)).toEqual([]);
  await chat.furnish("COPS", { bookmark: { ...bookmark, url: "https://depmap.example/map/2" } });

  expect(double.pins("COPS")).toEqual([pin]);
  expect(double.bookmarks("COPS")).toMatchObject([{ link: "https://depmap.example/map/2" }]);
  expect(double.calls("conversations.setTopic")).toHaveLength(1);
});

it("keeps a topic that is too long once Slack escapes it", async () => {
  const { chat, double } = await start();

  expect(await chat.furnish("COPS", { topic: "a & <b> ".repeat(31) })).toEqual([]);

  expect(double.channelNamed("ops")?.topic).toMatch(/^a &amp; &lt;b&gt; a &amp;.*…$/);
});

it("says what it could not furnish, and does the rest", async () => {
  const scopes = ["chat:write", "channels:read", "channels:join", "channels:history"];
  const { chat } = await start({ scopes: [...scopes, "bookmarks:write", "bookmarks:read"] });
  const pin = await chat.post({ channel: "COPS" }, saying("briefing"), "k");

  const missed = await chat.furnish("COPS", {
    pin,
    bookmark: { title: "map", url: "https://depmap.example/map" },
    topic: "#42",
  });

  expect(missed).toEqual([
    expect.stringMatching(/^cannot pin the briefing: .*scope pins:write/),
    expect.stringMatching(/^cannot keep the topic: .*scope/),
  ]);
});

it("does not take a Slack that is away for something that it may not do", async () => {
  const { chat, double } = await start();
  const pin = await chat.post({ channel: "COPS" }, saying("briefing"), "k");
  double.fail("pins.add", { kind: "status", status: 503 }, 1);

  await expect(chat.furnish("COPS", { pin })).rejects.toMatchObject({ code: "chat-away" });
  expect(await chat.furnish("COPS", { pin })).toEqual([]);
  expect(double.pins("COPS")).toEqual([pin]);
});

it("reads a long thread whole, with people's names, and knows its own lines", async () => {
  const { chat, double } = await start();
  const [ada, ben] = [double.as("UADA"), double.as("UBEN")];
  const root = await ada.says("COPS", "what did we learn?");
  for (let at = 0; at < 250; at += 1) await ben.says("COPS", `line ${at}`, root);
  await ada.says("COPS", "<@UBEN> says: a &lt;b&gt; needs <https://x.example|the ledger>", root);
  await chat.post({ channel: "COPS", thread: root }, saying("mine"), "k");

  const read = await chat.thread("COPS", root);

  expect(read).toHaveLength(253);
  expect(read[0]).toMatchObject({ id: root, author: "Ada", text: "what did we learn?" });
  expect(read[251]).toMatchObject({
    text: "@Ben says: a <b> needs the ledger",
    link: expect.stringMatching(/^https:\/\/.*\/archives\/COPS\/p\d+\?thread_ts=.*&cid=COPS$/),
  });
  expect(read.filter(({ isOwn }) => isOwn)).toHaveLength(1);
});

it("finds its own message among those of a busy channel, and nobody else's", async () => {
  const { chat, double } = await start();
  const message = await chat.post({ channel: "COPS" }, saying("x"), "k");
  for (let at = 0; at < 450; at += 1) await double.as("UADA").says("COPS", `noise ${at}`);

  expect(await chat.findPosted({ channel: "COPS" }, "k", 0)).toBe(message);
  expect(await chat.findPosted({ channel: "COPS", thread: message }, "k", 0)).toBeUndefined();
  expect(double.calls("conversations.history").length).toBeGreaterThan(1);
});

it("says chat-away when the workspace cannot be asked who depmap is, and asks again", async () => {
  const { chat, double } = await start();
  double.fail("auth.test", { kind: "status", status: 503 });

  await expect(chat.findChannel("CPUB")).rejects.toMatchObject({ code: "chat-away" });
  expect(await chat.findChannel("CPUB")).toMatchObject({ name: "payments" });
});
