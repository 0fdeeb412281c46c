import { afterEach, beforeEach, expect, it } from "vitest";
import { createSlackWeb } from "../../../../../src/adapters/chat/slack/web/create-slack-web.ts";
import { createSlackChannels } from "../../../../../src/adapters/chat/slack/slack-channels.ts";
import {
  createSlackChat,
  type SlackChat,
} from "../../../../../src/adapters/chat/slack/slack-chat.ts";
import type { Workspace, Workspaces } from "../../../../../src/adapters/chat/slack/workspaces.ts";
import { DepmapError } from "../../../../../src/model/errors.ts";
import { Reply } from "../../../../../src/model/reply.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import { errorsOnly } from "../../../../support/errors-only.ts";
import type { SlackDouble } from "../../../../support/slack/slack-double.ts";
import { startSlackDouble } from "../../../../support/slack/start-slack-double.ts";

let double: SlackDouble;
let chat: SlackChat;

beforeEach(async () => {
  double = await startSlackDouble({
    workspaces: ["T1", "T2"].map((id) => ({
      id,
      isInstalled: true,
      people: [{ id: `UADA${id}`, name: "Ada" }],
      channels: [
        { id: `COPS${id}`, name: `ops-${id.toLowerCase()}`, hasBot: true, members: [`UADA${id}`] },
      ],
    })),
  });
  const installed = ["T1", "T2"].map((id): Workspace => {
    const { botToken, botUser, botId } = double.workspace(id);
    const url = `https://${id.toLowerCase()}.slack.com/`;
    return { id, name: id, url, token: createSecret(botToken), botUser, botId };
  });
  const workspaces: Workspaces = {
    isSingle: false,
    async find(id = "T1") {
      const found = installed.find((one) => one.id === id);
      if (found) return found;
      throw new DepmapError("not-allowed", `depmap is not installed in ${id}`);
    },
    all: async () => installed,
  };
  const clock = { now: () => Date.now() };
  const log = errorsOnly();
  const web = createSlackWeb({ workspaces, apiUrl: double.apiUrl, deadlineMs: 2500, log });
  const channels = createSlackChannels({ web, workspaces, clock });
  const people = { person: async () => undefined };
  const actions = { keep: async () => "a1", find: async () => undefined };
  const tools = { web, workspaces, channels, people, actions, clock, log, deadlineMs: 2500 };
  chat = createSlackChat(tools);
});
afterEach(async () => {
  await chat.close();
  await double.close();
});

const REPLY = Reply.parse({ headline: "x", visibility: "channel" });

it("finds a channel in whichever workspace it is, and calls it by both", async () => {
  expect(await chat.findChannel("ops-t2")).toEqual({ id: "T2/COPST2", name: "ops-t2" });
  expect(await chat.findChannel("T2/COPST2")).toEqual({ id: "T2/COPST2", name: "ops-t2" });
  expect(await chat.findChannel("https://t2.slack.com/archives/COPST2")).toMatchObject({
    id: "T2/COPST2",
  });
});

it("posts, finds, edits and reads with the token of the channel's workspace", async () => {
  const to = { channel: "T2/COPST2" };

  const message = await chat.post(to, REPLY, "k");
  await chat.edit(to.channel, message, REPLY);

  expect(await chat.findPosted(to, "k", 0)).toBe(message);
  expect(await chat.thread(to.channel, message)).toMatchObject([
    { isOwn: true, link: expect.stringContaining("https://t2.slack.com/archives/COPST2/") },
  ]);
  const { botToken } = double.workspace("T2");
  expect(new Set(double.calls("chat.postMessage").map(({ token }) => token))).toEqual(
    new Set([botToken]),
  );
});

it("opens channels in the first workspace", async () => {
  expect(await chat.openChannel("inc-1")).toMatchObject({ id: expect.stringMatching(/^T1\//) });
});

it("says that it is not installed in a workspace that it does not know", async () => {
  const posting = chat.post({ channel: "T9/COPS" }, REPLY, "k");

  await expect(posting).rejects.toMatchObject({ code: "not-allowed" });
});
