import { afterEach, expect, it } from "vitest";
import { Reply } from "../../../../src/model/reply.ts";
import type { ActionRequest, ChatHandlers } from "../../../../src/ports/chat.ts";
import { createLocalPerson } from "../../../support/local-people.ts";
import { startLocalWorkspace, type LocalWorkspace } from "../../../support/local-workspace.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";
import { richReply } from "../../../support/rich-reply.ts";

let workspace: LocalWorkspace | undefined;
afterEach(() => workspace?.close());

async function start(
  own: Partial<ChatHandlers> = {},
  options: Parameters<typeof startLocalWorkspace>[1] = {},
): Promise<LocalWorkspace> {
  workspace = await startLocalWorkspace(quietHandlers(own), options);
  return workspace;
}

async function post(path: string, fields: Record<string, string>, person = "you"): Promise<number> {
  const body = new URLSearchParams(fields);
  const headers = { Cookie: `depmap-person=${person}`, "HX-Request": "true" };
  return (await fetch(`${workspace?.url}${path}`, { method: "POST", body, headers })).status;
}

async function get(path: string, person = "you"): Promise<{ status: number; text: string }> {
  const headers = { Cookie: `depmap-person=${person}` };
  const response = await fetch(`${workspace?.url}${path}`, { headers });
  return { status: response.status, text: await response.text() };
}

it("answers at the next start what it acknowledged before", async () => {
  const lines: string[] = [];
  const running = await start({
    async onCommand({ line }) {
      lines.push(line);
      // The first process ends while it works on the answer.
      if (lines.length === 1) await new Promise(() => {});
      return Reply.parse({ headline: "answered after all" });
    },
  });
  expect(await post("/say", { channel: "general", text: "/depmap status" })).toBe(204);

  await running.restart();
  await running.local.idle();

  const you = createLocalPerson(running, "you");
  expect(lines).toEqual(["status", "status"]);
  expect((await you.reads({ channel: "general" })).at(-1)).toContain("answered after all");
});

it("explains when a handler throws, although it should not", async () => {
  const running = await start({
    onCommand: async () => {
      throw new Error("out of luck");
    },
  });

  await post("/say", { channel: "general", text: "/depmap status" });
  await running.local.idle();

  const you = createLocalPerson(running, "you");
  expect((await you.reads({ channel: "general" })).at(-1)).toContain("out of luck");
});

it("posts the welcome once, in the first channel of the first start", async () => {
  const welcome = Reply.parse({ headline: "Welcome to depmap" });
  const running = await start({}, { setUp: { welcome, channels: ["lobby", "fires"] } });

  await running.restart();

  const you = createLocalPerson(running, "you");
  expect(await you.reads({ channel: "lobby" })).toEqual([
    expect.stringContaining("Welcome to depmap"),
  ]);
  expect((await get("/")).text).toContain("#lobby");
});

it("takes no click on an action that the message does not have", async () => {
  const clicks: ActionRequest[] = [];
  const running = await start({
    onAction: async (click) => {
      clicks.push(click);
      return undefined;
    },
  });
  const message = await running.local.chat.post({ channel: "general" }, richReply(), "k");
  const foreign = await running.box.keep({ type: "start-demo-incident" }, "elsewhere");

  expect(await post("/act", { message, action: foreign })).toBe(422);
  expect(await post("/act", { message, action: "made-up" })).toBe(422);
  await running.local.idle();
  expect(clicks).toEqual([]);
});

it("keeps pictures and forms of an answer for the asker from everybody else", async () => {
  const running = await start({
    onCommand: async () => ({ ...richReply(), visibility: "asker" }),
  });
  await post("/say", { channel: "general", text: "/depmap blast-radius x" });
  await running.local.idle();
  const [, path = ""] =
    /src="(\/m\/[^"?]+\/picture\/5)\?v=\w+"/.exec((await get("/c/general")).text) ?? [];

  expect((await get(path)).text).toContain("<svg");
  expect((await get(path, "robin")).status).toBe(404);
  expect((await get(path.replace("picture/5", "form/8"), "robin")).status).toBe(404);
});

it("serves pictures as documents that can do nothing", async () => {
  const running = await start();
  const message = await running.local.chat.post({ channel: "general" }, richReply(), "k");

  const { headers } = await fetch(`${running.url}/m/${message}/picture/5`);

  expect(headers.get("content-type")).toContain("image/svg+xml");
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  );
});

it("lets people change only what they wrote", async () => {
  const running = await start();
  const you = createLocalPerson(running, "you");
  const message = await you.says({ channel: "general" }, "mine");

  expect(await post("/edit", { message, text: "not mine" }, "robin")).toBe(422);
  expect(await post("/delete", { message }, "robin")).toBe(422);
  expect(await you.reads({ channel: "general" })).toEqual([expect.stringContaining("mine")]);
});

it("says the same message once when it is sent twice", async () => {
  const running = await start();
  const fields = { channel: "general", text: "hello", id: "request-0000000000000001" };

  expect(await post("/say", fields)).toBe(204);
  expect(await post("/say", fields)).toBe(204);

  expect(await createLocalPerson(running, "you").reads({ channel: "general" })).toHaveLength(1);
});

it("completes what was typed and keeps what stands before it", async () => {
  await start({
    complete: async (line) => [
      { line: `${line}ast-radius `, label: '"><script>', hint: "who is hit" },
    ],
  });

  const short = await get("/complete?text=/bl&channel=general");
  const mention = await get("/complete?text=please+@depmap+bl&channel=general");

  expect(short.text).toContain('data-line="/blast-radius "');
  expect(mention.text).toContain('data-line="please @depmap blast-radius "');
  expect(short.text).toContain("&quot;&gt;&lt;script&gt;");
});

it("counts what is unread, for each person", async () => {
  const running = await start();
  const you = createLocalPerson(running, "you");
  await you.says({ channel: "incidents" }, "look");
  await running.local.chat.post({ channel: "incidents" }, richReply(), "k");

  const unread = async (person: string) =>
    /class="unread">(\d+)/.exec((await get("/c/general", person)).text)?.[1];

  expect([await unread("you"), await unread("robin")]).toEqual(["1", "2"]);
  await get("/c/incidents", "robin");
  expect(await unread("robin")).toBeUndefined();
});

it("lists older messages in parts", async () => {
  const running = await start();
  for (let at = 0; at < 65; at += 1) {
    const reply = Reply.parse({ headline: `number ${at}.` });
    await running.local.chat.post({ channel: "general" }, reply, `k${at}`);
  }

  const page = (await get("/c/general")).text;
  const [, older = ""] = /hx-get="(\/c\/general\/older[^"]+)"/.exec(page) ?? [];

  expect(page).not.toContain("number 4.");
  expect((await get(older)).text).toContain("number 4.");
});

it("tells an open page what changed since it was drawn, also after a restart", async () => {
  const running = await start();
  await running.local.chat.post({ channel: "general" }, Reply.parse({ headline: "old" }), "a");
  const page = (await get("/c/general")).text;
  const [, path = ""] = /hx-sse:connect="([^"]+)"/.exec(page) ?? [];
  await running.restart();
  await running.local.chat.post({ channel: "general" }, Reply.parse({ headline: "newer" }), "b");

  const stream = await fetch(running.url + path.replaceAll("&amp;", "&"));
  const chunk = await stream.body?.getReader().read();

  const text = new TextDecoder().decode(chunk?.value);
  expect(text).toContain("newer");
  expect(text).not.toContain(">old<");
});
