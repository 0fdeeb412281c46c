import { leaveAll } from "../slack-oauth.ts";
import type { Method } from "../slack-state.ts";
import { pageOf } from "./finding.ts";

/** Who the app is. */
export const authMethods: Readonly<Record<string, Method>> = {
  "api.test": () => ({}),
  "auth.test": ({ state, world, isOrganisation }) => ({
    url: `https://${state.name.toLowerCase()}.slack.com/`,
    team: state.name,
    user: "depmap",
    team_id: isOrganisation ? state.enterprise : state.id,
    user_id: state.botUser,
    bot_id: state.botId,
    app_id: world.appId,
    is_enterprise_install: isOrganisation,
    ...(state.enterprise === undefined ? {} : { enterprise_id: state.enterprise }),
  }),
  "auth.teams.list"({ args, state, world, isOrganisation }) {
    const all = isOrganisation ? [...world.workspaces.values()] : [state];
    const teams = all.filter(
      ({ enterprise, isInstalled }) => enterprise === state.enterprise && isInstalled,
    );
    const { page, next } = pageOf(teams, args, { usual: 100, most: 1_000 });
    return {
      teams: page.map(({ id, name }) => ({ id, name })),
      response_metadata: { next_cursor: next },
    };
  },
  "auth.revoke"({ state, world, isOrganisation }) {
    if (isOrganisation) leaveAll(world, state.enterprise ?? "");
    else state.isInstalled = false;
    return { revoked: true };
  },
  "team.info": ({ state }) => ({
    team: { id: state.id, name: state.name, domain: state.name.toLowerCase() },
  }),
  "bots.info": ({ state, world }) => ({
    bot: { id: state.botId, app_id: world.appId, user_id: state.botUser, name: "depmap" },
  }),
};
