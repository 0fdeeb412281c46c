import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Refused, textOf, type Json, type SlackState, type SlackWorld } from "./slack-state.ts";

/**
 * The page on which somebody lets the app in: whoever opens it, agrees.
 *
 * `team` in the address names the workspace, the first without the app when unset; `org` an organisation as a whole;
 * `deny` says no.
 */
export function answerOAuth(
  world: SlackWorld,
  client: { readonly id: string },
  url: URL,
  response: ServerResponse,
): void {
  const asked = url.searchParams;
  const redirect = asked.get("redirect_uri");
  if (asked.get("client_id") !== client.id || redirect === null) {
    response.writeHead(400).end("invalid_client_id or redirect_uri");
    return;
  }
  const target = new URL(redirect);
  target.searchParams.set("state", asked.get("state") ?? "");
  const team =
    asked.get("team") ??
    [...world.workspaces.values()].find(({ isInstalled }) => !isInstalled)?.id ??
    [...world.workspaces.keys()][0];
  const organisation = asked.get("org");
  const scopes = (asked.get("scope") ?? "").split(",").filter(Boolean);
  const code = randomUUID();
  if (!asked.has("deny") && organisation !== null) {
    world.codes.set(code, { organisation, scopes });
    target.searchParams.set("code", code);
  } else if (asked.has("deny") || team === undefined || !world.workspaces.has(team)) {
    target.searchParams.set("error", "access_denied");
  } else {
    world.codes.set(code, { workspace: team, scopes });
    target.searchParams.set("code", code);
  }
  response.writeHead(302, { location: String(target) }).end();
}

/** `oauth.v2.access`: a code becomes a token, once; and a token that runs out a new one. */
export function exchangeCode(
  world: SlackWorld,
  client: { readonly id: string; readonly secret: string },
  args: Json,
  authorization: string | undefined,
): Json {
  const basic = Buffer.from(authorization?.replace(/^Basic /, "") ?? "", "base64").toString();
  const [id, secret] =
    authorization === undefined
      ? [textOf(args, "client_id"), textOf(args, "client_secret")]
      : basic.split(":");
  if (id !== client.id) return { ok: false, error: "invalid_client_id" };
  if (secret !== client.secret) return { ok: false, error: "bad_client_secret" };
  if (textOf(args, "grant_type") === "refresh_token") return renewed(world, args);
  const code = textOf(args, "code");
  const grant = world.codes.get(code);
  world.codes.delete(code);
  if (grant?.organisation !== undefined) return joinAll(world, grant.organisation, grant.scopes);
  const state = world.workspaces.get(grant?.workspace ?? "");
  if (!grant || !state) return { ok: false, error: "invalid_code" };
  letIn(state, grant.scopes);
  return {
    ok: true,
    app_id: world.appId,
    authed_user: { id: [...state.users.keys()][1] ?? state.botUser },
    scope: grant.scopes.join(","),
    token_type: "bot",
    ...world.tokens.issue(state.botToken),
    bot_user_id: state.botUser,
    team: { id: state.id, name: state.name },
    enterprise: state.enterprise === undefined ? null : { id: state.enterprise, name: "Org" },
    is_enterprise_install: false,
  };
}

function letIn(state: SlackState, scopes: readonly string[]): void {
  if (!state.isInstalled) {
    state.installs += 1;
    if (state.installs > 1) state.botToken = `xoxb-double-${state.id}-${state.installs}`;
  }
  state.isInstalled = true;
  state.scopes = scopes;
}

function renewed(world: SlackWorld, args: Json): Json {
  const states = [...world.workspaces.values()];
  const organisations = new Set(world.organisations.values());
  const isGood = (token: string) =>
    organisations.has(token) ||
    states.some(({ isInstalled, botToken }) => isInstalled && botToken === token);
  try {
    const given = world.tokens.renew(textOf(args, "refresh_token"), isGood);
    return { ok: true, app_id: world.appId, token_type: "bot", ...given };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.error };
    throw error;
  }
}

/** Takes the app out of an organisation, with its token there. */
export function leaveAll(world: SlackWorld, organisation: string): void {
  world.organisations.delete(organisation);
  for (const state of world.workspaces.values()) {
    if (state.enterprise === organisation) state.isInstalled = false;
  }
}

/** Puts the app into every workspace of an organisation. */
function joinAll(world: SlackWorld, organisation: string, scopes: readonly string[]): Json {
  const states = [...world.workspaces.values()].filter(
    ({ enterprise }) => enterprise === organisation,
  );
  const [first] = states;
  if (!first) return { ok: false, error: "invalid_code" };
  for (const state of states) letIn(state, scopes);
  const again = first.installs > 1 ? `-${first.installs}` : "";
  const token = world.organisations.get(organisation) ?? `xoxb-double-${organisation}${again}`;
  world.organisations.set(organisation, token);
  return {
    ok: true,
    app_id: world.appId,
    authed_user: { id: [...first.users.keys()][1] ?? first.botUser },
    scope: scopes.join(","),
    token_type: "bot",
    ...world.tokens.issue(token),
    bot_user_id: first.botUser,
    team: null,
    enterprise: { id: organisation, name: "Org" },
    is_enterprise_install: true,
  };
}
