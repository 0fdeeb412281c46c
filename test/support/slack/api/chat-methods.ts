import { deleteMessage, editMessage, postMessage } from "../post-message.ts";
import {
  Refused,
  flagOf,
  jsonOf,
  textOf,
  type Json,
  type Method,
  type MethodCall,
  type SlackChannel,
} from "../slack-state.ts";
import { directChannel } from "./conversation-methods.ts";
import { channelOf, messageIn, messageJson } from "./finding.ts";
import { takeBlocks } from "./message-blocks.ts";

const METADATA_BYTES = 8_000;

/** Messages of the bot. */
export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage"(call) {
    const { args, state, world } = call;
    const channel = postable(call);
    const content = contentOf(call, 40_000);
    const thread = threadOf(channel, args);
    const message = postMessage(world, state, channel, {
      user: state.botUser,
      ...content,
      thread,
      metadata: metadataOf(args),
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageJson(state, channel, message, true),
    };
  },

  "chat.update"(call) {
    const { args, state, world } = call;
    const channel = channelOf(call);
    const message = messageIn(channel, textOf(args, "ts"));
    if (!message) throw new Refused("message_not_found");
    if (message.user !== state.botUser || message.notice !== undefined) {
      throw new Refused("cant_update_message");
    }
    if (channel.isArchived) throw new Refused("is_inactive");
    const hasText = args["text"] !== undefined;
    const content = contentOf(call, 4_000);
    const isCleared = Object.keys(jsonOf(args["metadata"])).length === 0;
    editMessage(world, state, channel, message, {
      ...(hasText ? { text: content.text } : {}),
      // Text alone takes the blocks away; blocks alone leave the text.
      ...(hasText || args["blocks"] !== undefined ? { blocks: content.blocks } : {}),
      // Left out it stays; an empty object takes it away.
      ...(args["metadata"] === undefined
        ? {}
        : { metadata: isCleared ? undefined : metadataOf(args) }),
    });
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageJson(state, channel, message, true),
    };
  },

  "chat.delete"(call) {
    const { args, state, world } = call;
    const channel = channelOf(call);
    const message = messageIn(channel, textOf(args, "ts"));
    if (!message) throw new Refused("message_not_found");
    if (message.user !== state.botUser) throw new Refused("cant_delete_message");
    deleteMessage(world, state, channel, message);
    return { channel: channel.id, ts: message.ts };
  },

  "chat.postEphemeral"(call) {
    const { args, state, world } = call;
    const channel = channelOf(call);
    if (channel.isArchived) throw new Refused("is_archived");
    if (!channel.members.has(state.botUser)) throw new Refused("not_in_channel");
    const user = textOf(args, "user");
    if (!channel.members.has(user)) throw new Refused("user_not_in_channel");
    const message = postMessage(world, state, channel, {
      user: state.botUser,
      ...contentOf(call, 4_000),
      thread: threadOf(channel, args),
      onlyFor: user,
    });
    return { message_ts: message.ts };
  },

  "chat.getPermalink"(call) {
    const channel = channelOf(call);
    const message = messageIn(channel, textOf(call.args, "message_ts"));
    if (!message) throw new Refused("message_not_found");
    const base = `https://${call.state.name.toLowerCase()}.slack.com/archives/${channel.id}/p${message.ts.replace(".", "")}`;
    const thread =
      message.thread === undefined ? "" : `?thread_ts=${message.thread}&cid=${channel.id}`;
    return { channel: channel.id, permalink: base + thread };
  },
};

/** Where a message may go: a channel, or a person, who gets it as a direct message. */
function postable(call: MethodCall): SlackChannel {
  const { args, state, world } = call;
  const to = textOf(args, "channel");
  const user = state.users.get(to);
  if (user) return directChannel(world, state, user.id);
  const named = [...state.channels.values()].find(
    ({ name, isPrivate }) => !isPrivate && (to === `#${name}` || to === name),
  );
  const channel = named ?? channelOf(call);
  if (channel.isArchived) throw new Refused("is_archived");
  const isMember = channel.members.has(state.botUser);
  if (!isMember && !state.scopes.includes("chat:write.public")) throw new Refused("not_in_channel");
  return channel;
}

function threadOf(channel: SlackChannel, args: Json): string | undefined {
  const thread = textOf(args, "thread_ts");
  if (channel.byTs.get(thread)?.notice !== undefined) throw new Refused("cannot_reply_to_message");
  return thread || undefined;
}

function contentOf(
  call: MethodCall,
  most: number,
): { readonly text: string; readonly blocks: Json[] } {
  const { args } = call;
  const text = textOf(args, "text");
  if (text.length > most) throw new Refused("msg_too_long");
  const blocks = takeBlocks(call, { blocks: args["blocks"] });
  if (text.trim() === "" && blocks.length === 0) throw new Refused("no_text");
  // What is sent with `link_names` or `parse: full` comes alive.
  const isParsed = flagOf(args, "link_names") || textOf(args, "parse") === "full";
  return { text: isParsed ? text.replaceAll(/@(\w+)/g, "<@$1>") : text, blocks };
}

function metadataOf(args: Json): Json | undefined {
  const given = args["metadata"];
  if (given === undefined || given === "") return undefined;
  const metadata = jsonOf(given);
  const payload = metadata["event_payload"];
  const isPayload = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  if (typeof metadata["event_type"] !== "string" || !isPayload) {
    throw new Refused("invalid_metadata_format");
  }
  if (JSON.stringify(metadata).length > METADATA_BYTES) throw new Refused("metadata_too_large");
  return { event_type: metadata["event_type"], event_payload: payload };
}
