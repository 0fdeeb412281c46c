import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { textOf, type Json, type SlackWorld } from "./slack-state.ts";

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

/** `oauth.v2.access`: a code becomes a token, once. */
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
  const code = textOf(args, "code");
  const grant = world.codes.get(code);
  world.codes.delete(code);
  if (grant?.organisation !== undefined) return joinAll(world, grant.organisation, grant.scopes);
  const state = world.workspaces.get(grant?.workspace ?? "");
  if (!grant || !state) return { ok: false, error: "invalid_code" };
  state.isInstalled = true;
  state.scopes = grant.scopes;
  return {
    ok: true,
    app_id: world.appId,
    authed_user: { id: [...state.users.keys()][1] ?? state.botUser },
    scope: grant.scopes.join(","),
    token_type: "bot",
    access_token: state.botToken,
    bot_user_id: state.botUser,
    team: { id: state.id, name: state.name },
    enterprise: state.enterprise === undefined ? null : { id: state.enterprise, name: "Org" },
    is_enterprise_install: false,
  };
}

/** Puts the app into every workspace of an organisation. */
function joinAll(world: SlackWorld, organisation: string, scopes: readonly string[]): Json {
  const states = [...world.workspaces.values()].filter(
    ({ enterprise }) => enterprise === organisation,
  );
  const [first] = states;
  if (!first) return { ok: false, error: "invalid_code" };
  for (const state of states) {
    state.isInstalled = true;
    state.scopes = scopes;
  }
  const token = `xoxb-double-${organisation}`;
  world.organisations.set(organisation, token);
  return {
    ok: true,
    app_id: world.appId,
    authed_user: { id: [...first.users.keys()][1] ?? first.botUser },
    scope: scopes.join(","),
    token_type: "bot",
    access_token: token,
    bot_user_id: first.botUser,
    team: null,
    enterprise: { id: organisation, name: "Org" },
    is_enterprise_install: true,
  };
}
