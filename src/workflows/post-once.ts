import { createHash } from "node:crypto";
import type { Reply } from "../model/reply.ts";
import type { Chat, Destination } from "../ports/chat.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal, Post } from "../ports/journal.ts";

export interface PostTools {
  readonly journal: Journal;
  readonly chat: Chat;
  readonly clock: Clock;
  /** How long after an intent a message may still turn up: the chat's own deadline, and a little. */
  readonly settleMs: number;
}

/** What is to stand in the chat under one key. */
export interface Wanted {
  /** Names it for ever, such as `briefing PABC123`. */
  readonly key: string;
  readonly subject: string;
  readonly reply: Reply;
  /** Where it goes if it is not there yet. */
  readonly place: () => Promise<Destination>;
}

/** Where it stands now, and what it took. */
export interface Posted {
  readonly channel: string;
  readonly message: string;
  readonly did: "posted" | "found" | "edited" | "nothing";
}

/** Clocks of two machines differ; a look-up begins this much before the intent. */
const CLOCK_SKEW_MS = 120_000;

/**
 * Makes the chat show this reply under this key: exactly one message, however often it is called or cut short.
 *
 * The intent is on disk before anything is posted. One that an earlier attempt left behind is looked up in the chat
 * before anything is posted again. A message that already shows this reply is left alone. Two calls for one key must
 * not run at the same time.
 */
export async function postOnce(tools: PostTools, wanted: Wanted): Promise<Posted> {
  const { journal, chat, clock } = tools;
  const { key, subject, reply } = wanted;
  const shown = fingerprint(reply);
  const earlier = await journal.post(key);
  if (earlier?.state === "sent" && earlier.message !== undefined) {
    return await revise(tools, earlier, earlier.message, reply, shown);
  }

  const place: Destination = earlier ?? (await wanted.place());
  const { channel, thread } = place;
  const at = earlier?.at ?? clock.now();
  await journal.intend({ key, subject, chat: chat.name, channel, thread, at });
  const found = earlier && (await lookUp(tools, earlier));
  const message = found ?? (await chat.post({ channel, thread }, reply, key));
  // A message that was found may show an older state: its fingerprint is not known.
  await journal.sent(key, message, found === undefined ? shown : "");
  if (found === undefined) return { channel, message, did: "posted" };
  await revise(tools, { key, channel, shown: "" }, message, reply, shown);
  return { channel, message, did: "found" };
}

/** The same for a message that must not be made, only changed if it is there. */
export async function editIfPosted(
  tools: PostTools,
  key: string,
  reply: Reply,
): Promise<Posted | undefined> {
  const earlier = await tools.journal.post(key);
  if (!earlier) return undefined;
  const message = earlier.message ?? (await lookUp(tools, earlier));
  if (message === undefined) return undefined;
  return await revise(tools, earlier, message, reply, fingerprint(reply));
}

async function revise(
  { journal, chat }: PostTools,
  post: Pick<Post, "key" | "channel" | "shown">,
  message: string,
  reply: Reply,
  shown: string,
): Promise<Posted> {
  const { key, channel } = post;
  if (post.shown === shown) return { channel, message, did: "nothing" };
  await chat.edit(channel, message, reply);
  await journal.sent(key, message, shown);
  return { channel, message, did: "edited" };
}

/** A post that was cut short may still be on its way: the look-up waits until it must have arrived. */
async function lookUp(
  { chat, clock, settleMs }: PostTools,
  { channel, thread, key, at }: Post,
): Promise<string | undefined> {
  const waitMs = Math.min(settleMs, at + settleMs - clock.now());
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  return await chat.findPosted({ channel, thread }, key, at - CLOCK_SKEW_MS);
}

function fingerprint(reply: Reply): string {
  return createHash("sha256").update(JSON.stringify(reply)).digest("base64url");
}
