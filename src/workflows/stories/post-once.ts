import { createHash } from "node:crypto";
import type { Reply } from "../../model/reply.ts";
import type { Chat, Destination } from "../../ports/chat.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, Post } from "../../ports/journal.ts";
import type { Term } from "./term.ts";

export interface PostTools {
  readonly journal: Journal;
  readonly chat: Chat;
  readonly clock: Clock;
  /** How long after an intent a message may still turn up: the chat's own deadline, and a little. */
  readonly settleMs: number;
  /** Set while one of several replicas tells. */
  readonly term?: Term | undefined;
  /** Other replicas hear people, too, and may have posted what nobody here intended. */
  readonly hasCompany?: boolean | undefined;
}

/** What is to stand in the chat under one key. */
export interface Wanted {
  /** Names it for ever, such as `briefing PABC123`. */
  readonly key: string;
  readonly subject: string;
  readonly reply: Reply;
  /** Where it goes if it is not there yet. */
  readonly place: () => Promise<Destination>;
  /** Another replica may have posted it since then (epoch milliseconds): look even without an intent of one's own. */
  readonly perhapsSince?: number | undefined;
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
 * not run at the same time. In a term that is over it rejects with `lease-lost`, and the chat stays as it is.
 */
export async function postOnce(tools: PostTools, wanted: Wanted): Promise<Posted> {
  const { journal, chat, clock } = tools;
  const { key, subject, reply, perhapsSince } = wanted;
  const shown = fingerprint(tools, reply);
  const earlier = await journal.post(key);
  if (earlier?.state === "sent" && earlier.message !== undefined) {
    return await revise(tools, earlier, earlier.message, reply, shown);
  }

  const place: Destination = earlier ?? (await wanted.place());
  const { channel, thread } = place;
  const at = earlier?.at ?? clock.now();
  if (earlier) await settled(tools, earlier);
  const begun = earlier ? at : perhapsSince;
  const since = begun && Math.min(begun, perhapsSince ?? begun);
  const found = since === undefined ? undefined : await lookUp(tools, place, key, since);
  // No intent is left behind by one that may not post: it would pass for a post.
  if (found === undefined) tools.term?.mayPost();
  const triedAt = clock.now();
  await journal.intend({ key, subject, chat: chat.name, channel, thread, at, triedAt });
  if (found === undefined) tools.term?.mayPost();
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
  if (earlier.message === undefined) await settled(tools, earlier);
  const message = earlier.message ?? (await lookUp(tools, earlier, key, earlier.at));
  if (message === undefined) return undefined;
  return await revise(tools, earlier, message, reply, fingerprint(tools, reply));
}

async function revise(
  { journal, chat, term }: PostTools,
  post: Pick<Post, "key" | "channel" | "shown">,
  message: string,
  reply: Reply,
  shown: string,
): Promise<Posted> {
  const { key, channel } = post;
  if (post.shown === shown) return { channel, message, did: "nothing" };
  // Cut short from here on, nobody knows what stands there: not even the old reply may be taken for shown.
  if (post.shown !== "") await journal.sent(key, message, "");
  // Last of all: whoever is held up between this and the edit may overwrite what another replica shows by then.
  term?.mayPost();
  await chat.edit(channel, message, reply);
  await journal.sent(key, message, shown);
  return { channel, message, did: "edited" };
}

/** A post that was cut short may still be on its way since it was last tried: waits until it must have arrived. */
async function settled(
  { clock, settleMs }: PostTools,
  { at, triedAt = at }: Pick<Post, "at" | "triedAt">,
): Promise<void> {
  const waitMs = Math.min(settleMs, triedAt + settleMs - clock.now());
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

async function lookUp(
  { chat }: PostTools,
  { channel, thread }: Destination,
  key: string,
  since: number,
): Promise<string | undefined> {
  return await chat.findPosted({ channel, thread }, key, since - CLOCK_SKEW_MS);
}

/** What is shown, and in which term: another replica may have changed what this one showed in an earlier term. */
function fingerprint({ term }: PostTools, reply: Reply): string {
  const hash = createHash("sha256").update(JSON.stringify(reply)).digest("base64url");
  return term ? `${term.name} ${hash}` : hash;
}
