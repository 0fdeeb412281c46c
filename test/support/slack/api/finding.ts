import {
  Refused,
  textOf,
  type Json,
  type MethodCall,
  type SlackChannel,
  type SlackMessage,
  type SlackState,
} from "../slack-state.ts";

/** The channel that an argument names, if the bot may know of it. Private ones only from inside. */
export function channelOf({ args, state }: MethodCall, name = "channel"): SlackChannel {
  const channel = state.channels.get(textOf(args, name));
  if (!channel) throw new Refused("channel_not_found");
  if (channel.isPrivate && !channel.members.has(state.botUser)) {
    throw new Refused("channel_not_found");
  }
  return channel;
}

/** The same, where one has to be in it. */
export function joinedChannelOf(call: MethodCall, name = "channel"): SlackChannel {
  const channel = channelOf(call, name);
  if (!channel.members.has(call.state.botUser)) throw new Refused("not_in_channel");
  return channel;
}

/** A message that everybody in the channel sees. */
export function messageIn(channel: SlackChannel, ts: string): SlackMessage | undefined {
  const message = channel.byTs.get(ts);
  return message?.isDeleted === false && message.onlyFor === undefined ? message : undefined;
}

/** The replies that everybody sees, the root left out. */
export function repliesTo(channel: SlackChannel, ts: string): readonly SlackMessage[] {
  return (channel.threads.get(ts) ?? []).filter(({ isDeleted }) => !isDeleted);
}

/** A message as the Web API gives it. */
export function messageJson(
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage,
  withMetadata: boolean,
): Json {
  const replies = repliesTo(channel, message.ts);
  const thread =
    replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users_count: new Set(replies.map(({ user }) => user)).size,
          reply_users: [...new Set(replies.map(({ user }) => user))],
          latest_reply: replies.at(-1)?.ts,
          is_locked: false,
          subscribed: false,
        }
      : {};
  if (message.isDeleted) {
    return {
      type: "message",
      subtype: "tombstone",
      hidden: true,
      user: "USLACKBOT",
      text: "This message was deleted.",
      ts: message.ts,
      ...thread,
    };
  }
  const isBot = message.user === state.botUser;
  const parent = channel.byTs.get(message.thread ?? "");
  const team = state.users.get(message.user)?.team ?? state.id;
  return {
    type: "message",
    ...(message.notice === undefined ? {} : { subtype: message.notice }),
    user: message.user,
    ...(isBot && message.notice === undefined
      ? {
          bot_id: state.botId,
          app_id: "A0DEPMAP",
          bot_profile: { id: state.botId, app_id: "A0DEPMAP", name: "depmap", team_id: state.id },
        }
      : { client_msg_id: `${message.channel}-${message.ts}` }),
    team,
    ...(channel.isExtShared ? { user_team: team, source_team: team } : {}),
    text: message.text,
    ts: message.ts,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.thread === undefined
      ? {}
      : { thread_ts: message.thread, ...(parent ? { parent_user_id: parent.user } : {}) }),
    ...thread,
    ...(message.editedAt === undefined
      ? {}
      : { edited: { user: message.user, ts: message.editedAt } }),
    ...(message.metadata !== undefined && withMetadata ? { metadata: message.metadata } : {}),
    ...(message.reactions.size > 0
      ? {
          reactions: [...message.reactions].map(([name, users]) => ({
            name,
            users: [...users],
            count: users.size,
          })),
        }
      : {}),
    ...(channel.pins.includes(message.ts) ? { pinned_to: [channel.id] } : {}),
  };
}

/** One page of a list, and the cursor of the next. */
export function pageOf<T>(
  items: readonly T[],
  args: Json,
  { usual, most }: { readonly usual: number; readonly most: number },
): { readonly page: readonly T[]; readonly next: string } {
  const asked = textOf(args, "limit");
  const limit = Math.min(asked === "" ? usual : Number(asked), most);
  if (!Number.isInteger(limit) || limit < 1) throw new Refused("invalid_limit");
  const cursor = textOf(args, "cursor");
  const start = cursor === "" ? 0 : Number(Buffer.from(cursor, "base64").toString().slice(5));
  if (!Number.isInteger(start)) throw new Refused("invalid_cursor");
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString("base64") : "";
  return { page: items.slice(start, end), next };
}
