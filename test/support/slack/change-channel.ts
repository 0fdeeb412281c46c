import { emitIn, emitMention, postMessage } from "./post-message.ts";
import { Refused, type SlackChannel, type SlackState, type SlackWorld } from "./slack-state.ts";
import { addChannel } from "./slack-world.ts";

/** A channel's name as Slack takes it, or its refusal. */
export function takeName(state: SlackState, name: string): string {
  if (name === "") throw new Refused("invalid_name_required");
  if (name.length > 80) throw new Refused("invalid_name_maxlength");
  if (/[^\p{Ll}\p{Lo}\p{M}\p{N}_-]/u.test(name)) throw new Refused("invalid_name_specials");
  if (/^[_-]+$/.test(name)) throw new Refused("invalid_name_punctuation");
  // An archived channel keeps its name.
  if ([...state.channels.values()].some((channel) => channel.name === name)) {
    throw new Refused("name_taken");
  }
  return name;
}

/** Makes a channel with its creator in it. The app hears of public ones. */
export function makeChannel(
  world: SlackWorld,
  state: SlackState,
  setup: {
    readonly name: string;
    readonly isPrivate: boolean;
    readonly creator: string;
    readonly topic?: string | undefined;
  },
): SlackChannel {
  const channel = addChannel(world, state, {
    id: world.nextId("C"),
    name: setup.name,
    isPrivate: setup.isPrivate,
    creator: setup.creator,
    topic: setup.topic ?? "",
  });
  if (!channel.isPrivate) {
    world.emit(state, {
      type: "channel_created",
      channel: {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: true,
        is_private: false,
        is_shared: false,
        is_ext_shared: false,
        created: channel.created,
        creator: channel.creator,
        context_team_id: state.id,
      },
      event_ts: world.nextTs(),
    });
  }
  joinChannel(world, state, channel, setup.creator);
  return channel;
}

/** Somebody comes in. The app hears of it where its bot is, also when it is the bot who comes. */
export function joinChannel(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  user: string,
  inviter?: string,
): void {
  if (channel.members.has(user)) return;
  channel.members.add(user);
  postMessage(world, state, channel, {
    user,
    text: `<@${user}> has joined the channel`,
    notice: "channel_join",
  });
  emitIn(world, state, channel, {
    type: "member_joined_channel",
    user,
    channel_type: "C",
    team: state.id,
    ...(inviter === undefined ? {} : { inviter }),
    event_ts: world.nextTs(),
  });
  const { unheard } = channel;
  if (user !== state.botUser || !unheard) return;
  channel.unheard = undefined;
  if (unheard.user === inviter) emitMention(world, state, channel, unheard);
}

/** Renames a channel. The app hears of public ones, and of private ones from inside. */
export function renameChannel(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  name: string,
): void {
  channel.previousNames.push(channel.name);
  channel.name = takeName(state, name);
  if (channel.isPrivate && !channel.members.has(state.botUser)) return;
  world.emit(state, {
    type: channel.isPrivate ? "group_rename" : "channel_rename",
    channel: {
      id: channel.id,
      name,
      name_normalized: name,
      is_channel: true,
      created: channel.created,
    },
    event_ts: world.nextTs(),
  });
}
