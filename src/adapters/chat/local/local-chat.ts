import { DepmapError } from "../../../model/errors.ts";
import type { Person } from "../../../model/person.ts";
import type { Reply, Text } from "../../../model/reply.ts";
import type { Chat, Destination, ThreadMessage } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import type { ChannelStore } from "./channel-store.ts";
import { keepReply } from "./kept-reply.ts";
import { newMessageId, type Message, type MessageStore } from "./message-store.ts";

/** The name under which depmap writes. */
export const DEPMAP = "depmap";

/** The chat port over the local workspace's own tables. */
export function createChatPort({
  messages,
  channels,
  people,
  actions,
  clock,
  changed,
  close,
}: {
  readonly messages: MessageStore;
  readonly channels: ChannelStore;
  readonly people: readonly Person[];
  readonly actions: ActionBox;
  readonly clock: Clock;
  /** Called after every change. */
  readonly changed: () => void;
  readonly close: () => Promise<void>;
}): Chat {
  function channelOf({ channel }: Destination): string {
    const known = channels.find(channel);
    if (known) return known.id;
    throw new DepmapError("bad-input", `no channel "${channel}" in the local chat; open it first`);
  }

  return {
    name: "local",
    async post(to, reply, key) {
      const channel = channelOf(to);
      const id = newMessageId();
      const kept = await keepReply(reply, id, actions);
      const { thread } = to;
      const by = { author: DEPMAP, authorName: DEPMAP };
      messages.add({ id, channel, thread, ...by, at: clock.now(), key, ...kept });
      changed();
      return id;
    },
    async edit(channel, message, reply) {
      if (messages.find(message)?.channel !== channelOf({ channel })) {
        throw new DepmapError("bad-input", `no message "${message}" in #${channel} to edit`);
      }
      messages.change(message, await keepReply(reply, message, actions));
      changed();
    },
    async findPosted(to, key, since) {
      return messages.findByKey(channelOf(to), to.thread, key, since);
    },
    async findChannel(nameOrId) {
      return channels.find(nameOrId);
    },
    async openChannel(name) {
      const channel = channels.open(name);
      changed();
      return channel;
    },
    async enter(channel) {
      const known = channels.find(channelOf({ channel }));
      return { channel: known ?? { id: channel, name: channel }, missing: [] };
    },
    async furnish() {
      // This chat has neither pins nor bookmarks nor topics: nothing to do, and nothing that is missed.
      return [];
    },
    async thread(channel, root) {
      channelOf({ channel });
      return messages.inThread(root).map(asThreadMessage);
    },
    async person(id) {
      return people.find((person) => person.id === id);
    },
    close,
  };
}

/** The page on which a message stands, within the workspace. */
function linkTo({ id, channel, thread }: Message): string {
  return `/c/${encodeURIComponent(channel)}/t/${thread ?? id}#t-${id}`;
}

function asThreadMessage(message: Message): ThreadMessage {
  return {
    id: message.id,
    author: message.authorName,
    text: message.text ?? (message.reply ? wordsOf(message.reply) : ""),
    at: message.at,
    link: linkTo(message),
    ...(message.author === DEPMAP ? { isOwn: true } : {}),
  };
}

function wordsOf({ headline, blocks }: Reply): string {
  const sections = blocks.flatMap((block) => (block.type === "section" ? [block.text] : []));
  return [headline, ...sections.map(lettersOf)].join("\n");
}

function lettersOf(text: Text): string {
  return typeof text === "string" ? text : text.map((run) => run.text).join("");
}
