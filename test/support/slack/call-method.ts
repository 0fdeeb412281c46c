import { allMethods, terms } from "./api/all-methods.ts";
import type { SlackFault } from "./double-contract.ts";
import {
  Refused,
  flagOf,
  textOf,
  type Json,
  type SlackState,
  type SlackWorld,
} from "./slack-state.ts";

/** Methods that an organisation's token must say the workspace for. */
const ofOneWorkspace = new Set([
  "conversations.list",
  "conversations.create",
  "users.list",
  "usergroups.list",
]);

/** The workspace that a call is about, or why there is none. */
function workspaceOf(
  world: SlackWorld,
  { method, args, token }: { readonly method: string; readonly args: Json; readonly token: string },
): SlackState {
  if (token === "") throw new Refused("not_authed");
  const [organisation] = [...world.organisations].find(([, one]) => one === token) ?? [];
  if (organisation !== undefined) return workspaceIn(world, organisation, method, args);
  const state = [...world.workspaces.values()].find(({ botToken }) => botToken === token);
  if (!state) throw new Refused("invalid_auth");
  if (!state.isInstalled) throw new Refused("account_inactive");
  return state;
}

/** Runs a method for whoever has the token, as `{ ok: … }`. */
export function callMethod(
  world: SlackWorld,
  {
    method,
    args,
    token: given,
  }: { readonly method: string; readonly args: Json; readonly token: string },
): Json {
  const run = allMethods[method];
  if (!run) return { ok: false, error: "unknown_method", req_method: method };
  try {
    const token = world.tokens.lasting(given);
    const state = workspaceOf(world, { method, args, token });
    const isOrganisation = token !== state.botToken;
    askScope(state, method, args);
    return { ok: true, ...run({ args, state, world, isOrganisation }) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.error, ...error.more };
    throw error;
  }
}

function workspaceIn(
  world: SlackWorld,
  organisation: string,
  method: string,
  args: Json,
): SlackState {
  const states = [...world.workspaces.values()].filter(
    ({ enterprise, isInstalled }) => enterprise === organisation && isInstalled,
  );
  const team = textOf(args, "team_id");
  if (team === "" && ofOneWorkspace.has(method)) throw new Refused("missing_argument");
  const named = states.find(
    ({ id, channels, views, users, triggers }) =>
      id === team ||
      channels.has(textOf(args, "channel") || textOf(args, "channel_id")) ||
      views.has(textOf(args, "view_id")) ||
      triggers.has(textOf(args, "trigger_id")) ||
      users.has(textOf(args, "user") || textOf(args, "user_id") || textOf(args, "users")),
  );
  const state = named ?? states[0];
  if (!state) throw new Refused("account_inactive");
  if (team !== "" && state.id !== team) throw new Refused("team_access_not_granted");
  return state;
}

function askScope(state: SlackState, method: string, args: Json): void {
  const { scope, privateScope } = terms[method] ?? {};
  if (scope === undefined) return;
  const channel = state.channels.get(textOf(args, "channel"));
  if (channel?.kind === "im") return;
  const wanted: string[] = [];
  if (method === "conversations.list") {
    const types = textOf(args, "types") || "public_channel";
    if (types.includes("public_channel")) wanted.push(scope);
    if (types.includes("private_channel")) wanted.push("groups:read");
  } else {
    const isPrivate = channel?.isPrivate ?? flagOf(args, "is_private");
    wanted.push(isPrivate && privateScope !== undefined ? privateScope : scope);
  }
  for (const one of wanted) {
    const choices = one.split("|");
    if (choices.some((choice) => state.scopes.includes(choice))) continue;
    throw new Refused("missing_scope", {
      needed: choices.join(","),
      provided: state.scopes.join(","),
    });
  }
}

/** Which faults are planned for which method. */
export interface FaultPlan {
  plan(method: string, fault: SlackFault | undefined, times: number): void;
  take(method: string): SlackFault | undefined;
}

/** Nothing goes wrong until it is planned. */
export function faultPlan(): FaultPlan {
  const planned = new Map<string, SlackFault[]>();
  return {
    plan(method, fault, times) {
      if (fault === undefined) {
        planned.delete(method);
        return;
      }
      const waiting = planned.get(method) ?? [];
      waiting.push(...Array.from({ length: times }, () => fault));
      planned.set(method, waiting);
    },
    take: (method) => planned.get(method)?.shift() ?? planned.get("*")?.shift(),
  };
}
