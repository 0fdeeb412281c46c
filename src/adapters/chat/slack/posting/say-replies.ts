import type { Reply } from "../../../../model/reply.ts";
import type { Destination } from "../../../../ports/chat.ts";
import type { ActionBox } from "../../../../ports/journal.ts";
import type { Log } from "../../../../ports/log.ts";
import { chatFault } from "./chat-fault.ts";
import { createMessageWriter } from "./message-writer.ts";
import { renderMessage, type SlackMessage } from "../render/render-message.ts";
import { readSlackId } from "../slack-ids.ts";
import { picturesOf, type SlackPictures } from "../slack-pictures.ts";
import { SlackAway, SlackRefusal, type SlackWeb } from "../slack-web.ts";
import { MESSAGE_EVENT } from "./find-posted.ts";
import { createLatePictures } from "./late-pictures.ts";
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

/** Posts and edits replies, with their pictures as soon as Slack shows them. */
export function createSayReplies(tools: SayingTools): SayReplies {
  const { web, doors, pictures, actions, log, deadlineMs, nowMs } = tools;
  const late = createLatePictures({
    pictures,
    log,
    write: (at, reply) => writer.write(at, reply, nowMs() + deadlineMs),
  });

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
    if (drawn && drawn.left > 0) late.follow(at, drawn.reply);
  });

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
      throw new SlackAway("failed", "Slack took a message and did not say under which id");
    }
    late.says({ channel, message }, reply);
    if (drawn && drawn.left > 0) late.follow({ channel, message }, reply);
    return message;
  }

  async function post(to: Destination, reply: Reply, key: string): Promise<string> {
    const byMs = nowMs() + deadlineMs;
    await doors.writable(to.channel, "channel");
    const patienceMs = Math.min(PICTURE_PATIENCE_MS, (byMs - nowMs()) * PICTURE_SHARE);
    await pictures.ready(reply, readSlackId(to.channel).workspace, patienceMs);
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
      late.says({ channel, message }, reply);
      await writer.write({ channel, message }, reply, nowMs() + deadlineMs).catch((fault) => {
        throw chatFault(fault, "message");
      });
    },
    async close() {
      await late.close();
      await writer.idle();
    },
  };
}

function isRefused(fault: unknown, error: string): boolean {
  return fault instanceof SlackRefusal && fault.error === error;
}
