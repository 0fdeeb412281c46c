import type { Method } from "../slack-state.ts";

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
  "auth.revoke"({ state }) {
    state.isInstalled = false;
    return { revoked: true };
  },
  "team.info": ({ state }) => ({
    team: { id: state.id, name: state.name, domain: state.name.toLowerCase() },
  }),
  "bots.info": ({ state, world }) => ({
    bot: { id: state.botId, app_id: world.appId, user_id: state.botUser, name: "depmap" },
  }),
};
