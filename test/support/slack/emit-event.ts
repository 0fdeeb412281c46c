import {
  isByOrganisation,
  textOf,
  type Json,
  type SlackState,
  type SlackWorld,
} from "./slack-state.ts";

/** What depmap's manifest subscribes to. */
export const usualEvents = [
  "app_mention",
  "channel_created",
  "channel_rename",
  "member_joined_channel",
  "message.channels",
  "message.groups",
  "reaction_added",
  "app_home_opened",
  "app_uninstalled",
  "tokens_revoked",
] as const;

const scopes: Readonly<Record<string, string>> = {
  app_mention: "app_mentions:read",
  channel_created: "channels:read",
  channel_rename: "channels:read",
  group_rename: "groups:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
  reaction_added: "reactions:read",
  reaction_removed: "reactions:read",
};

/** An event as it is sent, or undefined where the app did not subscribe to it or may not have it. */
export function eventPayload(
  world: SlackWorld,
  state: SlackState,
  event: Json,
  subscribed: readonly string[],
): Json | undefined {
  const type = textOf(event, "type");
  const channelType = textOf(event, "channel_type");
  const name =
    type === "message" ? `message.${channelType === "im" ? "im" : `${channelType}s`}` : type;
  const isFarewell = type === "app_uninstalled" || type === "tokens_revoked";
  const scope = scopes[name];
  if (!subscribed.includes(name)) return undefined;
  if (!state.isInstalled && !isFarewell) return undefined;
  if (scope !== undefined && !state.scopes.includes(scope)) return undefined;
  const channel = state.channels.get(textOf(event, "channel"));
  return {
    token: "double-verification",
    // The whole organisation says farewell under its own id.
    team_id: isFarewell && isByOrganisation(world, state) ? state.enterprise : state.id,
    context_team_id: state.id,
    context_enterprise_id: state.enterprise ?? null,
    ...(state.enterprise === undefined ? {} : { enterprise_id: state.enterprise }),
    api_app_id: world.appId,
    event,
    type: "event_callback",
    event_id: world.nextId("Ev"),
    event_time: Math.floor(world.now() / 1_000),
    authorizations: [
      {
        enterprise_id: state.enterprise ?? null,
        team_id: isByOrganisation(world, state) ? null : state.id,
        user_id: state.botUser,
        is_bot: true,
        is_enterprise_install: isByOrganisation(world, state),
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: world.nextId("4-"),
  };
}
