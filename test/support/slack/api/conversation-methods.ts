import { addChannel } from "../slack-world.ts";
import { postMessage } from "../post-message.ts";
import {
  Refused,
  flagOf,
  textOf,
  type Json,
  type Method,
  type SlackChannel,
  type SlackState,
  type SlackWorld,
} from "../slack-state.ts";
import { channelOf, joinedChannelOf, messageJson, pageOf, repliesTo } from "./finding.ts";
import { joinChannel, makeChannel, takeName } from "../change-channel.ts";

/** Channels, their histories and threads. */
export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.info"(call) {
    const channel = channelOf(call);
    const count = flagOf(call.args, "include_num_members")
      ? { num_members: channel.members.size }
      : {};
    return { channel: { ...channelJson(call.state, channel), ...count } };
  },

  "conversations.list"({ args, state }) {
    const types = (textOf(args, "types") || "public_channel").split(",").map((type) => type.trim());
    const shown = [...state.channels.values()].filter((channel) => {
      if (flagOf(args, "exclude_archived") && channel.isArchived) return false;
      if (channel.kind === "im") return types.includes("im");
      if (!channel.isPrivate) return types.includes("public_channel");
      return types.includes("private_channel") && channel.members.has(state.botUser);
    });
    const { page, next } = pageOf(shown, args, { usual: 100, most: 1_000 });
    return {
      channels: page.map((channel) => ({
        ...channelJson(state, channel),
        num_members: channel.members.size,
      })),
      response_metadata: { next_cursor: next },
    };
  },

  "conversations.history"(call) {
    const { args, state } = call;
    const channel = joinedChannelOf(call);
    const shown = channel.messages.filter(
      (message) =>
        message.onlyFor === undefined &&
        (message.thread === undefined || message.thread === message.ts) &&
        (!message.isDeleted || repliesTo(channel, message.ts).length > 0) &&
        isBetween(message.ts, args),
    );
    const { page, next } = pageOf(shown.toReversed(), args, { usual: 100, most: 999 });
    return {
      messages: page.map((message) =>
        messageJson(state, channel, message, flagOf(args, "include_all_metadata")),
      ),
      has_more: next !== "",
      pin_count: channel.pins.length,
      ...(next === "" ? {} : { response_metadata: { next_cursor: next } }),
    };
  },

  "conversations.replies"(call) {
    const { args, state } = call;
    const channel = joinedChannelOf(call);
    const ts = textOf(args, "ts");
    const root = channel.byTs.get(ts);
    const all = repliesTo(channel, ts);
    // Nobody can answer to a notice, and an ephemeral message is in no history.
    const isThread = root?.onlyFor === undefined && root?.notice === undefined;
    if (!root || !isThread || (root.isDeleted && all.length === 0)) {
      throw new Refused("thread_not_found");
    }
    const replies = all.filter((message) => isBetween(message.ts, args));
    const { page, next } = pageOf([root, ...replies], args, { usual: 1_000, most: 1_000 });
    return {
      messages: page.map((message) =>
        messageJson(state, channel, message, flagOf(args, "include_all_metadata")),
      ),
      has_more: next !== "",
      ...(next === "" ? {} : { response_metadata: { next_cursor: next } }),
    };
  },

  "conversations.members"(call) {
    const channel = channelOf(call);
    const { page, next } = pageOf([...channel.members], call.args, { usual: 100, most: 1_000 });
    return { members: page, response_metadata: { next_cursor: next } };
  },

  "conversations.join"(call) {
    const { state, world } = call;
    const channel = channelOf(call);
    if (channel.kind === "im" || channel.isPrivate) {
      throw new Refused("method_not_supported_for_channel_type");
    }
    if (channel.isArchived) throw new Refused("is_archived");
    if (channel.members.has(state.botUser)) {
      return {
        channel: channelJson(state, channel),
        warning: "already_in_channel",
        response_metadata: { warnings: ["already_in_channel"] },
      };
    }
    joinChannel(world, state, channel, state.botUser);
    return { channel: channelJson(state, channel) };
  },

  "conversations.create"({ args, state, world }) {
    const name = takeName(state, textOf(args, "name"));
    const channel = makeChannel(world, state, {
      name,
      isPrivate: flagOf(args, "is_private"),
      creator: state.botUser,
    });
    return { channel: channelJson(state, channel) };
  },

  "conversations.setTopic"(call) {
    const { args, state, world } = call;
    const channel = joinedChannelOf(call);
    if (channel.isArchived) throw new Refused("is_archived");
    const topic = textOf(args, "topic");
    if (topic.length > 250) throw new Refused("too_long");
    channel.topic = topic;
    postMessage(world, state, channel, {
      user: state.botUser,
      text: `set the channel topic: ${topic}`,
      notice: "channel_topic",
    });
    return { channel: channelJson(state, channel), topic };
  },

  "conversations.open"({ args, state, world }) {
    const [user = "", ...others] = textOf(args, "users").split(",");
    if (others.length > 0) throw new Refused("method_not_supported_for_channel_type");
    if (!state.users.has(user)) throw new Refused("user_not_found");
    return { channel: channelJson(state, directChannel(world, state, user)) };
  },
};

/** The conversation of the bot with one person. */
export function directChannel(world: SlackWorld, state: SlackState, user: string): SlackChannel {
  const id = `D${user.slice(1)}`;
  return (
    state.channels.get(id) ??
    addChannel(world, state, {
      id,
      name: user,
      isDirect: true,
      isPrivate: true,
      members: [user],
      hasBot: true,
    })
  );
}

function channelJson(state: SlackState, channel: SlackChannel): Json {
  if (channel.kind === "im") {
    return { id: channel.id, is_im: true, created: channel.created, user: channel.name };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: channel.name === "general",
    is_member: channel.members.has(state.botUser),
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    creator: channel.creator,
    created: channel.created,
    context_team_id: state.id,
    previous_names: channel.previousNames,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: channel.created },
  };
}

function isBetween(ts: string, args: Json): boolean {
  const oldest = textOf(args, "oldest");
  const latest = textOf(args, "latest");
  const isInclusive = flagOf(args, "inclusive");
  const at = Number(ts);
  if (oldest !== "" && (isInclusive ? at < Number(oldest) : at <= Number(oldest))) return false;
  return latest === "" || (isInclusive ? at <= Number(latest) : at < Number(latest));
}
