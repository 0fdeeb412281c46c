import { afterAll, expect, it } from "vitest";
import type { Painter } from "../../../../../src/ports/painter.ts";
import { Reply } from "../../../../../src/model/reply.ts";
import type { DoubleMessage } from "../../../../support/slack/slack-double.ts";
import { startPostingChat, type PostingChat } from "./posting-chat.ts";

const CHANNEL = "CINC";
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

const started: PostingChat[] = [];
afterAll(() => Promise.all(started.map((chat) => chat.close())));

type Setup = Parameters<typeof startPostingChat>[0] & { readonly paintMs?: number };

async function start({ paintMs = 0, ...setup }: Setup = {}): Promise<
  PostingChat & { readonly painted: string[] }
> {
  const painted: string[] = [];
  const painter: Pick<Painter, "png"> = {
    async png(svg) {
      painted.push(svg);
      await new Promise((resolve) => setTimeout(resolve, paintMs));
      return PNG;
    },
  };
  const subject = await startPostingChat({ isPaced: false, painter, ...setup });
  started.push(subject);
  await subject.chat.enter(CHANNEL);
  return { ...subject, painted };
}

function pictured(headline: string, svg = "<svg>map</svg>"): Reply {
  const blocks = [{ type: "picture", svg, alt: "what is hit" }];
  return Reply.parse({ headline, visibility: "channel", blocks });
}

function imagesOf(message: DoubleMessage | undefined): readonly unknown[] {
  return (message?.blocks ?? []).filter(({ type }) => type === "image");
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error("it never came");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it.concurrent("posts a message with its picture, uploaded once for many messages", async () => {
  const { chat, double, painted } = await start();

  await chat.post({ channel: CHANNEL }, pictured("one"), "k1");
  await chat.post({ channel: CHANNEL }, pictured("two"), "k2");

  const [file] = double.files();
  const posts = double.messages(CHANNEL).filter(({ metadata }) => metadata);
  const image = { slack_file: { id: file?.id }, alt_text: "what is hit" };
  expect(posts.map(imagesOf)).toEqual([
    [expect.objectContaining(image)],
    [expect.objectContaining(image)],
  ]);
  expect(double.files()).toHaveLength(1);
  expect([...(file?.bytes ?? [])]).toEqual([...PNG]);
  expect(painted).toHaveLength(1);
});

it.concurrent("does not wait for a slow picture, and edits it in when it is there", async () => {
  const { chat, double } = await start({ paintMs: 1500 });

  const ts = await chat.post({ channel: CHANNEL }, pictured("now"), "k");

  const posted = () => double.messages(CHANNEL).find((message) => message.ts === ts);
  expect(imagesOf(posted())).toEqual([]);
  await until(() => imagesOf(posted()).length === 1);
  expect(posted()).toMatchObject({ metadata: { event_payload: { key: "k" } } });
});

it.concurrent("posts without a picture that Slack does not show yet, and edits it in", async () => {
  const { chat, double } = await start({ fileDelayMs: 1200 });

  const ts = await chat.post({ channel: CHANNEL }, pictured("now"), "k");

  const posts = () => double.messages(CHANNEL).filter((message) => message.metadata);
  expect(posts()).toHaveLength(1);
  await until(() => imagesOf(posts()[0]).length === 1);
  expect(posts().map((message) => message.ts)).toEqual([ts]);
});

it.concurrent("undoes no edit with a picture that comes late", async () => {
  const { chat, double } = await start({ paintMs: 1500 });
  const ts = await chat.post({ channel: CHANNEL }, pictured("before"), "k");

  await chat.edit(CHANNEL, ts, Reply.parse({ headline: "after", visibility: "channel" }));
  await until(() => double.calls("files.completeUploadExternal").length === 1);
  await chat.close();

  const message = double.messages(CHANNEL).find((one) => one.ts === ts);
  expect(message).toMatchObject({ edits: 1, text: expect.stringContaining("after") });
});

it.concurrent("goes without pictures where the scope is missing, and says so once", async () => {
  const scopes = ["chat:write", "channels:read", "channels:join", "channels:history"];
  const { chat, double, warnings } = await start({ scopes });

  for (const key of ["k1", "k2", "k3"]) {
    await chat.post({ channel: CHANNEL }, pictured(key, `<svg>${key}</svg>`), key);
  }

  expect(double.messages(CHANNEL).filter(({ metadata }) => metadata)).toHaveLength(3);
  expect(warnings).toEqual([expect.stringContaining("give the app the scope")]);
});

it.concurrent("posts when uploading fails, and tries the picture again with the next message", async () => {
  const { chat, double } = await start();
  double.fail("files.getUploadURLExternal", { kind: "status", status: 500 });

  await chat.post({ channel: CHANNEL }, pictured("one"), "k1");
  await chat.post({ channel: CHANNEL }, pictured("two"), "k2");

  const posts = double.messages(CHANNEL).filter(({ metadata }) => metadata);
  expect(posts.at(-1)?.text).toContain("two");
  expect(imagesOf(posts.at(-1))).toHaveLength(1);
});

it.concurrent("gives the pictures to those who answer without the chat", async () => {
  const { chat, double } = await start();
  const svg = "<svg>answer</svg>";

  expect(chat.pictures.fileOf(svg)).toBeUndefined();
  await chat.pictures.ready(pictured("x", svg));

  expect(chat.pictures.fileOf(svg)).toBe(double.files()[0]?.id);
});
