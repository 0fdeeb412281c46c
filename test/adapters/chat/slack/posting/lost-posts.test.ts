import { afterEach, beforeEach, expect, it } from "vitest";
import { findPosted } from "../../../../../src/adapters/chat/slack/posting/find-posted.ts";
import type { SlackWeb } from "../../../../../src/adapters/chat/slack/slack-web.ts";
import { Reply } from "../../../../../src/model/reply.ts";
import { startPostingChat, type PostingChat } from "./posting-chat.ts";

const REPLY = Reply.parse({ headline: "x", visibility: "channel" });
const TO = { channel: "CINC" };

let posting: PostingChat;
beforeEach(async () => {
  posting = await startPostingChat({ isPaced: false, deadlineMs: 300 });
  await posting.chat.enter(TO.channel);
});
afterEach(() => posting.close());

it("looks for a post whose answer was lost no sooner than it must have arrived", async () => {
  const { chat, double } = posting;
  double.fail("chat.postMessage", { kind: "hang" });
  await expect(chat.post(TO, REPLY, "k")).rejects.toMatchObject({ code: "chat-away" });
  // What Slack was slow to take turns up after the request was given up.
  const looking = chat.findPosted(TO, "k", 0);
  const message = await chat.post(TO, REPLY, "k");

  expect(await looking).toBe(message);
});

it("looks at once for everything else", async () => {
  const { chat, double } = posting;
  double.fail("chat.postMessage", { kind: "hang" });
  await expect(chat.post(TO, REPLY, "k")).rejects.toMatchObject({ code: "chat-away" });
  const lost = chat.findPosted(TO, "k", 0);

  const order: string[] = [];
  await Promise.all([
    lost.then(() => order.push("lost")),
    chat.findPosted(TO, "other", 0).then(() => order.push("other")),
  ]);

  expect(order).toEqual(["other", "lost"]);
});

it("knows a post whose answer was lost by its key", async () => {
  const { chat, double } = posting;
  double.fail("chat.postMessage", { kind: "reply-lost" });
  await expect(chat.post(TO, REPLY, "k")).rejects.toMatchObject({ code: "chat-away" });

  const found = await chat.findPosted(TO, "k", 0);

  expect(double.messages(TO.channel).filter(({ metadata }) => metadata)).toMatchObject([
    { ts: found },
  ]);
});

it("finds nothing where the message was deleted", async () => {
  const { chat, web } = posting;
  const message = await chat.post(TO, REPLY, "k");

  await web.call("chat.delete", { channel: TO.channel, ts: message });

  expect(await chat.findPosted(TO, "k", 0)).toBeUndefined();
});

it("takes nobody else's message for its own, though it says the same of itself", async () => {
  const metadata = { event_type: "depmap_message", event_payload: { key: "k" } };
  const forged = { ts: "1700000000.000100", user: "UEVE", bot_id: "BEVE", metadata };
  const own = { ...forged, ts: "1700000000.000200", user: "UBOT", bot_id: "BBOT" };
  const web: SlackWeb = { call: async () => ({ ok: true, messages: [own, forged, {}, 7] }) };
  const me = { botUser: "UBOT", botId: "BBOT" };

  const wanted = { channel: "C1", thread: undefined, key: "k", workspace: undefined, me };

  expect(await findPosted(web, { ...wanted, since: 0 })).toBe("1700000000.000200");
  expect(await findPosted(web, { ...wanted, since: 1_800_000_000_000 })).toBeUndefined();
});
