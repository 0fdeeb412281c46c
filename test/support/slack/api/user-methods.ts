import {
  Refused,
  flagOf,
  textOf,
  type Json,
  type Method,
  type SlackState,
  type SlackUser,
  type SlackWorld,
} from "../slack-state.ts";
import { pageOf } from "./finding.ts";

/** People and user groups. */
export const userMethods: Readonly<Record<string, Method>> = {
  "users.info"({ args, state, world }) {
    const user = state.users.get(textOf(args, "user"));
    if (!user) throw new Refused("user_not_found");
    return { user: userJson(world, state, user) };
  },

  "users.list"({ args, state, world }) {
    const { page, next } = pageOf([...state.users.values()], args, { usual: 1_000, most: 1_000 });
    return {
      members: page.map((user) => userJson(world, state, user)),
      response_metadata: { next_cursor: next },
    };
  },

  "users.lookupByEmail"({ args, state, world }) {
    const email = textOf(args, "email");
    const user = [...state.users.values()].find(
      (one) => one.email === email && email !== "" && !one.isDeleted,
    );
    if (!user) throw new Refused("users_not_found");
    return { user: userJson(world, state, user) };
  },

  "usergroups.list"({ args, state }) {
    return {
      usergroups: [...state.groups].map(([id, { handle, members }]) => ({
        id,
        team_id: state.id,
        is_usergroup: true,
        name: handle,
        handle,
        date_delete: 0,
        ...(flagOf(args, "include_users") ? { users: members } : {}),
        ...(flagOf(args, "include_count") ? { user_count: members.length } : {}),
      })),
    };
  },

  "usergroups.users.list"({ args, state }) {
    const group = state.groups.get(textOf(args, "usergroup"));
    if (!group) throw new Refused("no_such_subteam");
    return { users: group.members };
  },
};

function userJson(world: SlackWorld, state: SlackState, user: SlackUser): Json {
  const home = world.workspaces.get(user.team);
  const isOfOrganisation = state.enterprise !== undefined && home?.enterprise === state.enterprise;
  const base = {
    id: user.id,
    team_id: user.team,
    name: user.name.toLowerCase(),
    deleted: user.isDeleted,
    real_name: user.name,
    is_bot: user.isBot,
    is_app_user: false,
    updated: 1,
    profile: {
      real_name: user.name,
      display_name: user.name,
      team: user.team,
      ...(user.email !== undefined &&
      user.team === state.id &&
      state.scopes.includes("users:read.email")
        ? { email: user.email }
        : {}),
    },
  };
  // Of people who left, Slack says nothing of what they were.
  if (user.isDeleted) return base;
  return {
    ...base,
    is_admin: user.isAdmin || user.isOwner,
    is_owner: user.isOwner,
    is_primary_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === "one-channel",
    ...(user.team === state.id || isOfOrganisation ? {} : { is_stranger: !isMetBy(state, user) }),
    ...(isOfOrganisation
      ? {
          enterprise_user: {
            id: user.id,
            enterprise_id: state.enterprise,
            enterprise_name: "Org",
            is_admin: false,
            is_owner: false,
            teams: homesOf(world, state, user),
          },
        }
      : {}),
  };
}

/** The workspaces of the organisation in which somebody is at home. */
function homesOf(
  world: SlackWorld,
  { enterprise }: SlackState,
  user: SlackUser,
): readonly string[] {
  const homes = [...world.workspaces.values()].filter(
    (one) => one.enterprise === enterprise && one.users.get(user.id)?.team === one.id,
  );
  return [...new Set([user.team, ...homes.map(({ id }) => id)])];
}

/** A stranger is somebody of another workspace with whom the app shares no channel. */
function isMetBy(state: SlackState, user: SlackUser): boolean {
  return [...state.channels.values()].some(
    ({ members }) => members.has(user.id) && members.has(state.botUser),
  );
}
