import { emitIn } from "../post-message.ts";
import { Refused, textOf, type Method } from "../slack-state.ts";
import { channelOf, joinedChannelOf, messageIn, messageJson } from "./finding.ts";

/** Pins, bookmarks, reactions. */
export const furnitureMethods: Readonly<Record<string, Method>> = {
  "pins.add"(call) {
    const channel = joinedChannelOf(call);
    const ts = textOf(call.args, "timestamp");
    if (!messageIn(channel, ts)) throw new Refused("message_not_found");
    if (channel.pins.includes(ts)) throw new Refused("already_pinned");
    if (channel.pins.length >= 100) throw new Refused("too_many_pins");
    channel.pins.push(ts);
    return {};
  },

  "pins.remove"(call) {
    const channel = joinedChannelOf(call);
    const index = channel.pins.indexOf(textOf(call.args, "timestamp"));
    if (index < 0) throw new Refused("no_pin");
    channel.pins.splice(index, 1);
    return {};
  },

  "pins.list"(call) {
    const channel = joinedChannelOf(call);
    return {
      items: channel.pins.flatMap((ts) => {
        const message = messageIn(channel, ts);
        if (!message) return [];
        return [
          {
            type: "message",
            channel: channel.id,
            created: channel.created,
            created_by: call.state.botUser,
            message: messageJson(call.state, channel, message, false),
          },
        ];
      }),
    };
  },

  "bookmarks.add"(call) {
    const channel = joinedChannelOf(call, "channel_id");
    const { args, world } = call;
    if (textOf(args, "type") !== "link") throw new Refused("invalid_bookmark_type");
    if (textOf(args, "title") === "") throw new Refused("invalid_arguments");
    const link = textOf(args, "link");
    if (!/^https?:\/\/\S+$/.test(link)) throw new Refused("invalid_link");
    if (channel.bookmarks.length >= 100) throw new Refused("too_many_bookmarks");
    const bookmark = {
      id: world.nextId("Bk"),
      title: textOf(args, "title"),
      link,
      emoji: textOf(args, "emoji"),
    };
    channel.bookmarks.push(bookmark);
    return { bookmark: { ...bookmark, channel_id: channel.id, type: "link" } };
  },

  "bookmarks.edit"(call) {
    const channel = joinedChannelOf(call, "channel_id");
    const bookmark = channel.bookmarks.find(({ id }) => id === textOf(call.args, "bookmark_id"));
    if (!bookmark) throw new Refused("not_found");
    bookmark.title = textOf(call.args, "title") || bookmark.title;
    bookmark.link = textOf(call.args, "link") || bookmark.link;
    return { bookmark: { ...bookmark, channel_id: channel.id, type: "link" } };
  },

  "bookmarks.remove"(call) {
    const channel = joinedChannelOf(call, "channel_id");
    const index = channel.bookmarks.findIndex(({ id }) => id === textOf(call.args, "bookmark_id"));
    if (index < 0) throw new Refused("not_found");
    channel.bookmarks.splice(index, 1);
    return {};
  },

  "bookmarks.list"(call) {
    const channel = joinedChannelOf(call, "channel_id");
    return {
      bookmarks: channel.bookmarks.map((bookmark) => ({
        ...bookmark,
        channel_id: channel.id,
        type: "link",
      })),
    };
  },

  "reactions.add"(call) {
    const { args, state, world } = call;
    const channel = channelOf(call);
    const message = messageIn(channel, textOf(args, "timestamp"));
    if (!message) throw new Refused("message_not_found");
    const name = textOf(args, "name");
    if (!/^[a-z0-9_+-]+$/.test(name)) throw new Refused("invalid_name");
    const users = message.reactions.get(name) ?? new Set<string>();
    if (users.has(state.botUser)) throw new Refused("already_reacted");
    message.reactions.set(name, users.add(state.botUser));
    emitIn(world, state, channel, {
      type: "reaction_added",
      user: state.botUser,
      reaction: name,
      item_user: message.user,
      item: { type: "message", channel: channel.id, ts: message.ts },
      event_ts: world.nextTs(),
    });
    return {};
  },
};
