import { DepmapError } from "../../src/model/errors.ts";
import type { Reply } from "../../src/model/reply.ts";
import type { Chat, Furnishing } from "../../src/ports/chat.ts";

/** A message as this chat keeps it. */
export interface Recorded {
  readonly id: string;
  readonly key: string;
  readonly channel: string;
  readonly thread: string | undefined;
  reply: Reply;
  edits: number;
}

/** What goes wrong with a call: nothing, refused before it counts, or done and the answer lost. */
type Fault = "none" | "refused" | "reply lost";

export interface RecordingChat extends Chat {
  readonly messages: readonly Recorded[];
  readonly channels: ReadonlySet<string>;
  /** What channels were given, in the order of the calls. */
  readonly furnished: readonly ({ readonly channel: string } & Furnishing)[];
  /** Ids of channels that nobody lets it into. */
  readonly closed: Set<string>;
  /** What it cannot do in any channel, in words. */
  missing: readonly string[];
  /** Asked before every post and edit. */
  fault: (call: "post" | "edit", key: string) => Fault;
  delete(message: string): void;
}

/**
 * A chat outside our walls that outlives any worker: what tests post to. Channel ids are `C-` and the name; a link to one
 * is `https://firm.slack.com/archives/` and the id.
 */
export function createRecordingChat(): RecordingChat {
  const messages: Recorded[] = [];
  const channels = new Set<string>();
  const closed = new Set<string>();
  const furnished: ({ readonly channel: string } & Furnishing)[] = [];
  const away = () => new DepmapError("chat-away", "the chat double is away; try again");

  function guarded<Value>(call: "post" | "edit", key: string, act: () => Value): Value {
    const fault = chat.fault(call, key);
    if (fault === "refused") throw away();
    const value = act();
    if (fault === "reply lost") throw away();
    return value;
  }

  const chat: RecordingChat = {
    name: "recording",
    messages,
    channels,
    furnished,
    closed,
    missing: [],
    fault: () => "none",
    delete(message) {
      messages.splice(
        messages.findIndex(({ id }) => id === message),
        1,
      );
    },
    async post({ channel, thread }, reply, key) {
      return guarded("post", key, () => {
        const id = `m${messages.length + 1}`;
        messages.push({ id, key, channel, thread, reply, edits: 0 });
        return id;
      });
    },
    async edit(channel, message, reply) {
      const found = messages.find(({ id }) => id === message);
      if (!found) throw new DepmapError("bad-input", `${channel} has no message ${message}`);
      guarded("edit", found.key, () => {
        found.reply = reply;
        found.edits += 1;
      });
    },
    async findPosted({ channel, thread }, key) {
      return messages.find(
        (one) => one.key === key && one.channel === channel && one.thread === thread,
      )?.id;
    },
    async findChannel(nameOrId) {
      const name = nameOrId.replace(/^https:.*\/archives\//, "").replace(/^C-/, "");
      return channels.has(name) ? { id: `C-${name}`, name } : undefined;
    },
    async openChannel(name) {
      channels.add(name);
      return { id: `C-${name}`, name };
    },
    async enter(channel) {
      if (closed.has(channel)) throw new DepmapError("not-allowed", `invite depmap to ${channel}`);
      const { missing } = chat;
      return { channel: { id: channel, name: channel.replace(/^C-/, "") }, missing };
    },
    async furnish(channel, furnishing) {
      furnished.push({ channel, ...furnishing });
      return [];
    },
    async thread() {
      return [];
    },
    async person() {
      return undefined;
    },
    async close() {},
  };
  return chat;
}
