import { messageJson, repliesTo } from "./api/finding.ts";
import type { Json, SlackChannel, SlackMessage, SlackState, SlackWorld } from "./slack-state.ts";

/** A message to be. */
export interface NewMessage {
  readonly user: string;
  readonly text: string;
  readonly blocks?: Json[];
  readonly thread?: string | undefined;
  readonly metadata?: Json | undefined;
  readonly onlyFor?: string | undefined;
  readonly notice?: string | undefined;
}

/** Puts a message where people see it, and tells the app. */
export function postMessage(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  { user, text, blocks = [], thread, metadata, onlyFor, notice }: NewMessage,
): SlackMessage {
  const message: SlackMessage = {
    channel: channel.id,
    ts: world.nextTs(),
    thread,
    user,
    notice,
    onlyFor,
    text,
    blocks,
    metadata,
    edits: 0,
    editedAt: undefined,
    isDeleted: false,
    reactions: new Map(),
  };
  channel.messages.push(message);
  channel.byTs.set(message.ts, message);
  if (onlyFor === undefined) {
    if (thread !== undefined) {
      const replies = channel.threads.get(thread) ?? [];
      replies.push(message);
      channel.threads.set(thread, replies);
    }
    emitMessage(world, state, channel, {
      ...messageJson(state, channel, message, true),
      event_ts: message.ts,
    });
    if (notice === undefined && text.includes(`<@${state.botUser}>`)) {
      if (channel.members.has(state.botUser)) emitMention(world, state, channel, message);
      else channel.unheard = message;
    }
  }
  return message;
}

/** Replaces what is given, and tells the app. */
export function editMessage(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage,
  change: {
    readonly text?: string;
    readonly blocks?: Json[];
    readonly metadata?: Json | undefined;
  },
): void {
  const before = messageJson(state, channel, message, true);
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks !== undefined) message.blocks = change.blocks;
  if ("metadata" in change) message.metadata = change.metadata;
  message.edits += 1;
  if (message.onlyFor !== undefined) return;
  const ts = world.nextTs();
  // Slack marks what people edited, and of what an app edited only what is text alone.
  if (message.blocks.length === 0 || message.user !== state.botUser) message.editedAt = ts;
  emitMessage(world, state, channel, {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    message: messageJson(state, channel, message, true),
    previous_message: before,
    ts,
    event_ts: ts,
  });
}

/** Slack looks up a link in a message and shows what is behind it: the app hears of a change that changes no word. */
export function unfurlMessage(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage,
): void {
  const [url] = /https?:\/\/[^\s>|]+/.exec(message.text) ?? [];
  if (url === undefined) return;
  const before = messageJson(state, channel, message, true);
  const ts = world.nextTs();
  emitMessage(world, state, channel, {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    message: { ...before, attachments: [{ from_url: url, title: "What is behind it" }] },
    previous_message: before,
    ts,
    event_ts: ts,
  });
}

/** Takes a message away, and tells the app. Under one with replies a stone is left. */
export function deleteMessage(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage,
): void {
  const before = messageJson(state, channel, message, true);
  message.isDeleted = true;
  if (message.onlyFor !== undefined) return;
  const ts = world.nextTs();
  const common = { type: "message", hidden: true, previous_message: before, ts, event_ts: ts };
  // Where replies keep a stone standing, it is told as an edit.
  const stone = repliesTo(channel, message.ts).length > 0;
  emitMessage(world, state, channel, {
    ...common,
    ...(stone
      ? { subtype: "message_changed", message: messageJson(state, channel, message, true) }
      : { subtype: "message_deleted", deleted_ts: message.ts }),
  });
}

/** Tells the app that somebody wrote to it. */
export function emitMention(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage,
): void {
  emitIn(world, state, channel, {
    ...messageJson(state, channel, message, false),
    type: "app_mention",
    event_ts: message.ts,
  });
}

/** An event of a channel: the app hears of it where its bot is a member. */
export function emitIn(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  event: Json,
): void {
  if (!channel.members.has(state.botUser)) return;
  world.emit(state, { ...event, channel: channel.id });
}

function emitMessage(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  event: Json,
): void {
  const kind = channel.kind === "im" ? "im" : channel.isPrivate ? "group" : "channel";
  emitIn(world, state, channel, { ...event, channel_type: kind });
}
