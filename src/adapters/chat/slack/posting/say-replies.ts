import { setTimeout as wait } from "node:timers/promises";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Reply } from "../../../../model/reply.ts";
import type { Destination } from "../../../../ports/chat.ts";
import type { ActionBox } from "../../../../ports/journal.ts";
import type { Log } from "../../../../ports/log.ts";
import { chatFault } from "../chat-fault.ts";
import { createMessageWriter } from "../message-writer.ts";
import { renderMessage, type SlackMessage } from "../render/render-message.ts";
import { readSlackId } from "../slack-ids.ts";
import { picturesOf, type SlackPictures } from "../slack-pictures.ts";
import { SlackRefusal, type SlackWeb } from "../slack-web.ts";
import { MESSAGE_EVENT } from "./find-posted.ts";
import type { OpenChannels } from "./open-channels.ts";

/** Posting and editing. */
export interface SayReplies {
  post(to: Destination, reply: Reply, key: string): Promise<string>;
  edit(channel: string, message: string, reply: Reply): Promise<void>;
  /** Lets edits that are under way end, and gives up on pictures that are not there yet. */
  close(): Promise<void>;
}

export interface SayingTools {
  readonly web: SlackWeb;
  readonly doors: OpenChannels;
  readonly pictures: SlackPictures;
  readonly actions: ActionBox;
  readonly log: Log;
  /** For a whole post or edit. */
  readonly deadlineMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

interface Drawn extends SlackMessage {
  readonly reply: Reply;
  readonly shown: number;
  readonly left: number;
}

/** A first message waits so long for its pictures, if the deadline leaves as much; later they are edited in. */
const PICTURE_PATIENCE_MS = 1000;
const PICTURE_SHARE = 0.4;
const PICTURE_ATTEMPTS = 5;
/** So many messages are remembered, so that a picture that comes late undoes no edit. */
const MESSAGES_REMEMBERED = 1000;

/** Posts and edits replies, with their pictures as soon as Slack shows them. */
export function createSayReplies(tools: SayingTools): SayReplies {
  const { web, doors, pictures, actions, log, deadlineMs, nowMs } = tools;
  const newestIn = new Map<string, Reply>();
  const attempts = new WeakMap<Reply, number>();
  const stopping = new AbortController();
  const late = new Set<Promise<void>>();

  async function draw(reply: Reply, channel: string, message: string, mayShow: boolean) {
    const { workspace } = readSlackId(channel);
    let shown = 0;
    const content = await renderMessage(reply, {
      keep: (action) => actions.keep(action, message),
      fileOf(svg) {
        const file = mayShow ? pictures.fileOf(svg, workspace) : undefined;
        if (file !== undefined) shown += 1;
        return file;
      },
    });
    return { ...content, reply, shown, left: picturesOf(reply).length - shown };
  }

  /** With pictures, and without them where Slack will not show them yet: a refusal has done nothing. */
  async function say<Value>(
    { channel, message }: { readonly channel: string; readonly message: string },
    newest: () => Reply,
    call: (content: () => Promise<SlackMessage>) => Promise<Value>,
  ): Promise<{ readonly answer: Value; readonly drawn: Drawn | undefined }> {
    let drawn: Drawn | undefined;
    const content = (mayShow: boolean) => async () => {
      drawn = await draw(newest(), channel, message, mayShow);
      const { text, blocks } = drawn;
      return { text, blocks };
    };
    try {
      return { answer: await call(content(true)), drawn };
    } catch (fault) {
      const refused = isRefused(fault, "invalid_blocks") ? (drawn as Drawn | undefined) : undefined;
      if (!refused || refused.shown === 0) throw fault;
      pictures.notYet(refused.reply, readSlackId(channel).workspace);
      return { answer: await call(content(false)), drawn };
    }
  }

  const writer = createMessageWriter(async (at, newest, byMs) => {
    const { workspace, id } = readSlackId(at.channel);
    await doors.writable(at.channel, "message");
    const { drawn } = await say(at, newest, (content) =>
      web.call("chat.update", async () => ({ channel: id, ts: at.message, ...(await content()) }), {
        workspace,
        deadlineMs: byMs - nowMs(),
      }),
    );
    if (drawn) follow(at.channel, at.message, drawn);
  });

  function remember(channel: string, message: string, reply: Reply): void {
    const key = `${channel} ${message}`;
    newestIn.delete(key);
    newestIn.set(key, reply);
    const [oldest] = newestIn.keys();
    if (newestIn.size > MESSAGES_REMEMBERED && oldest !== undefined) newestIn.delete(oldest);
  }

  /** Edits in what was left out, unless somebody changes the message before that. */
  function follow(channel: string, message: string, { reply, left }: Drawn): void {
    const attempt = attempts.get(reply) ?? 0;
    if (left === 0 || attempt >= PICTURE_ATTEMPTS || stopping.signal.aborted) return;
    attempts.set(reply, attempt + 1);
    const work = showLater(channel, message, reply, attempt)
      .catch((fault: unknown) => {
        if (stopping.signal.aborted) return;
        log.warn({ channel, message, why: messageOf(fault) }, "a picture did not get into Slack");
      })
      .finally(() => late.delete(work));
    late.add(work);
  }

  async function showLater(channel: string, message: string, reply: Reply, attempt: number) {
    const { workspace } = readSlackId(channel);
    const { signal } = stopping;
    await wait(attempt === 0 ? 0 : 500 * 2 ** attempt, undefined, { signal });
    await pictures.ready(reply, workspace);
    const isNew = picturesOf(reply).some((svg) => pictures.fileOf(svg, workspace) !== undefined);
    if (!isNew || signal.aborted || newestIn.get(`${channel} ${message}`) !== reply) return;
    await writer.write({ channel, message }, reply, nowMs() + deadlineMs);
  }

  async function send(to: Destination, reply: Reply, key: string, byMs: number): Promise<string> {
    const { channel, thread } = to;
    const { workspace, id } = readSlackId(channel);
    const fixed = {
      channel: id,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      metadata: { event_type: MESSAGE_EVENT, event_payload: { key } },
      unfurl_links: false,
      unfurl_media: false,
    };
    const isUrgent = thread === undefined;
    const { answer, drawn } = await say(
      { channel, message: key },
      () => reply,
      async (content) => {
        const args = { ...fixed, ...(await content()) };
        const options = { workspace, isUrgent };
        return await web.call("chat.postMessage", args, { ...options, deadlineMs: byMs - nowMs() });
      },
    );
    const message = answer["ts"];
    if (typeof message !== "string") {
      throw new DepmapError("chat-away", "Slack took a message and did not say under which id");
    }
    remember(channel, message, reply);
    if (drawn) follow(channel, message, drawn);
    return message;
  }

  async function post(to: Destination, reply: Reply, key: string): Promise<string> {
    const byMs = nowMs() + deadlineMs;
    await doors.writable(to.channel, "channel");
    if (picturesOf(reply).length > 0) {
      const patienceMs = Math.min(PICTURE_PATIENCE_MS, (byMs - nowMs()) * PICTURE_SHARE);
      const enough = new AbortController();
      const inTime = wait(patienceMs, undefined, { signal: enough.signal }).catch(() => {});
      await Promise.race([pictures.ready(reply, readSlackId(to.channel).workspace), inTime]);
      enough.abort();
    }
    try {
      return await send(to, reply, key, byMs);
    } catch (fault) {
      if (!isRefused(fault, "not_in_channel")) throw fault;
      await doors.join(to.channel);
      return await send(to, reply, key, byMs);
    }
  }

  return {
    async post(to, reply, key) {
      return await post(to, reply, key).catch((fault: unknown) => {
        throw chatFault(fault, "channel");
      });
    },
    async edit(channel, message, reply) {
      remember(channel, message, reply);
      await writer.write({ channel, message }, reply, nowMs() + deadlineMs).catch((fault) => {
        throw chatFault(fault, "message");
      });
    },
    async close() {
      stopping.abort();
      await Promise.all(late);
      await writer.idle();
    },
  };
}

function isRefused(fault: unknown, error: string): boolean {
  return fault instanceof SlackRefusal && fault.error === error;
}
