import { canSee } from "./can-see.ts";
import { joinChannel, makeChannel, renameChannel, takeName } from "./change-channel.ts";
import { directChannel } from "./api/conversation-methods.ts";
import { viewJson } from "./api/view-methods.ts";
import { deleteMessage, editMessage, emitIn, postMessage, unfurlMessage } from "./post-message.ts";
import { personAtWork } from "./person-at-work.ts";
import { seenWords } from "./seen-words.ts";
import type { ClickTools } from "./slack-scene.ts";
import type { DoubleMessage } from "./double-message.ts";
import type { SlackPerson } from "./slack-person.ts";
import type { Json, SlackChannel, SlackMessage } from "./slack-state.ts";

/** Somebody in front of Slack: what they can say and see. What they can press is `personAtWork`'s. */
export function personInSlack(tools: ClickTools): SlackPerson {
  const { world, state, user } = tools;

  function visible(channelId: string): SlackChannel | undefined {
    const channel = state.channels.get(channelId);
    if (!channel) throw new Error(`there is no channel ${channelId}`);
    if (channel.members.has(user.id)) return channel;
    const isOutsider = user.guest !== undefined || user.team !== state.id || user.isDeleted;
    return channel.isPrivate || isOutsider ? undefined : channel;
  }

  /** The channel to do something in; members come in by themselves. */
  function inside(channelId: string): SlackChannel {
    const channel = visible(channelId);
    if (!channel) throw new Error(`${user.name} is not let into ${channelId}`);
    if (channel.isArchived) throw new Error(`#${channel.name} is archived`);
    joinChannel(world, state, channel, user.id);
    return channel;
  }

  function own(channelId: string, ts: string): [SlackChannel, SlackMessage] {
    const channel = inside(channelId);
    const message = channel.messages.find((one) => one.ts === ts && !one.isDeleted);
    if (message?.user !== user.id) throw new Error(`${user.name} wrote no message ${ts}`);
    return [channel, message];
  }

  function shown(channelId: string, thread?: string): readonly SlackMessage[] {
    const channel = visible(channelId);
    if (!channel) return [];
    return channel.messages.filter(
      (message) =>
        canSee(channel, message, user.id) &&
        (thread === undefined
          ? message.thread === undefined || message.thread === message.ts
          : message.ts === thread || message.thread === thread),
    );
  }

  function react(channelId: string, ts: string, emoji: string, isAdded: boolean): void {
    const channel = inside(channelId);
    const message = channel.messages.find((one) => one.ts === ts && !one.isDeleted);
    if (!message) throw new Error(`there is no message ${ts} to react to`);
    const users = message.reactions.get(emoji) ?? new Set<string>();
    message.reactions.set(emoji, users);
    if (users.has(user.id) === isAdded) return;
    if (isAdded) users.add(user.id);
    else users.delete(user.id);
    if (users.size === 0) message.reactions.delete(emoji);
    emitIn(world, state, channel, {
      type: isAdded ? "reaction_added" : "reaction_removed",
      user: user.id,
      reaction: emoji,
      item_user: message.user,
      item: { type: "message", channel: channel.id, ts },
      event_ts: world.nextTs(),
    });
  }

  function typed(text: string): Json[] {
    const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
    return [{ type: "rich_text", block_id: world.nextId("b"), elements: [section] }];
  }

  async function says(channelId: string, text: string, thread?: string): Promise<string> {
    const channel = inside(channelId);
    const message = postMessage(world, state, channel, {
      user: user.id,
      text,
      blocks: typed(text),
      thread,
    });
    unfurlMessage(world, state, channel, message);
    return Promise.resolve(message.ts);
  }

  function words(message: SlackMessage): string {
    const name = state.users.get(message.user)?.name ?? message.user;
    // What people write is kept as they typed it.
    const blocks = message.user === state.botUser ? message.blocks : [];
    return `${name}: ${seenWords(state, blocks, message.text)}`;
  }

  return {
    id: user.id,
    says,
    mentions: (channel, text, thread) => says(channel, `<@${state.botUser}> ${text}`, thread),
    async changes(channelId, ts, text) {
      const [channel, message] = own(channelId, ts);
      editMessage(world, state, channel, message, { text, blocks: typed(text) });
      return Promise.resolve();
    },
    async deletes(channelId, ts) {
      deleteMessage(world, state, ...own(channelId, ts));
      return Promise.resolve();
    },
    async reacts(channel, ts, emoji) {
      react(channel, ts, emoji, true);
      return Promise.resolve();
    },
    async unreacts(channel, ts, emoji) {
      react(channel, ts, emoji, false);
      return Promise.resolve();
    },
    async invites(channelId, other = state.botUser) {
      joinChannel(world, state, inside(channelId), other, user.id);
      return Promise.resolve();
    },
    async removes(channelId, other = state.botUser) {
      inside(channelId).members.delete(other);
      return Promise.resolve();
    },
    async createsChannel(name, { isPrivate = false, topic } = {}) {
      const setup = { name: takeName(state, name), isPrivate, creator: user.id, topic };
      return Promise.resolve(makeChannel(world, state, setup).id);
    },
    async renames(channelId, name) {
      renameChannel(world, state, inside(channelId), name);
      return Promise.resolve();
    },
    async archives(channelId) {
      inside(channelId).isArchived = true;
      return Promise.resolve();
    },
    async setsTopic(channelId, topic) {
      const channel = inside(channelId);
      channel.topic = topic;
      const text = `set the channel topic: ${topic}`;
      postMessage(world, state, channel, { user: user.id, text, notice: "channel_topic" });
      return Promise.resolve();
    },
    async opensHome() {
      const home = state.homes.get(user.id);
      const channel = directChannel(world, state, user.id);
      world.emit(state, {
        type: "app_home_opened",
        user: user.id,
        channel: channel.id,
        tab: "home",
        ...(home ? { view: viewJson(state, world, home) } : {}),
        event_ts: world.nextTs(),
      });
      return Promise.resolve();
    },
    sees: (channel, thread) => shown(channel, thread).map(words).join("\n"),
    messages: (channel, thread) => shown(channel, thread).map((message) => asSeen(message)),
    ...personAtWork(tools, { visible }),
  };
}

/** A message without what only Slack itself needs of it. */
export function asSeen(message: SlackMessage): DoubleMessage {
  const { channel, ts, thread, user, text, blocks, metadata, edits, isDeleted, onlyFor } = message;
  return { channel, ts, thread, user, text, blocks, metadata, edits, isDeleted, onlyFor };
}
