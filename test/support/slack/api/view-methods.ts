import { brokenBlockRules } from "../block-rules.ts";
import {
  Refused,
  jsonOf,
  listOf,
  textOf,
  type Json,
  type Method,
  type MethodCall,
  type SlackState,
  type SlackView,
  type SlackWorld,
} from "../slack-state.ts";
import { withIds } from "./message-blocks.ts";

/** Modals and App Home. */
export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open"(call) {
    const user = useTrigger(call);
    const opened = openView(call.world, call.state, user, takeView(call, "modal"));
    for (const { id } of call.state.stacks.get(user) ?? []) call.state.views.delete(id);
    call.state.stacks.set(user, [opened]);
    return { view: viewJson(call.state, call.world, opened) };
  },

  "views.push"(call) {
    const user = useTrigger(call);
    const stack = call.state.stacks.get(user) ?? [];
    if (stack.length === 0) throw new Refused("not_found");
    if (stack.length >= 3) throw new Refused("push_limit_reached");
    const opened = openView(call.world, call.state, user, takeView(call, "modal"), stack.at(-1));
    stack.push(opened);
    return { view: viewJson(call.state, call.world, opened) };
  },

  "views.update"(call) {
    const { args, state, world } = call;
    const known = [...state.views.values()].find(
      ({ id, view }) =>
        id === textOf(args, "view_id") ||
        (view["external_id"] !== undefined && view["external_id"] === args["external_id"]),
    );
    if (!known) throw new Refused("not_found");
    refuseOldHash(args, known);
    updateView(world, known, takeView(call, "modal", known));
    return { view: viewJson(state, world, known) };
  },

  "views.publish"(call) {
    const { args, state, world } = call;
    const user = textOf(args, "user_id");
    if (!state.users.has(user)) throw new Refused("user_not_found");
    const known = state.homes.get(user);
    const view = takeView(call, "home", known);
    if (known) {
      refuseOldHash(args, known);
      updateView(world, known, view);
      return { view: viewJson(state, world, known) };
    }
    const opened = openView(world, state, user, view);
    state.homes.set(user, opened);
    return { view: viewJson(state, world, opened) };
  },
};

/** A new view, which nobody sees until it is on a stack or a home. */
export function openView(
  world: SlackWorld,
  state: SlackState,
  user: string,
  view: Json,
  previous?: SlackView,
): SlackView {
  const id = world.nextId("V");
  const opened: SlackView = {
    id,
    user,
    root: previous?.root ?? id,
    previous: previous?.id,
    view,
    hash: world.nextId("h."),
  };
  state.views.set(id, opened);
  return opened;
}

/** Replaces what a view shows; its hash changes. */
export function updateView(world: SlackWorld, known: SlackView, view: Json): void {
  known.view = view;
  known.hash = world.nextId("h.");
}

/** A view checked as Slack does, with ids. */
export function checkView(world: SlackWorld, given: unknown, type: "modal" | "home"): Json {
  const view = jsonOf(typeof given === "string" ? readJson(given) : given);
  if (JSON.stringify(view).length > 250_000) throw new Refused("view_too_large");
  const broken = view["type"] === type ? [] : [`invalid_arguments: view.type: must be ${type}`];
  broken.push(...brokenBlockRules({ view }));
  const [word] = broken[0]?.split(":") ?? [];
  if (word !== undefined) {
    throw new Refused(word, {
      response_metadata: { messages: broken.map((rule) => `[ERROR] ${rule}`) },
    });
  }
  return { ...view, blocks: withIds(world, listOf(view["blocks"])) };
}

/** A view as Slack gives it. */
export function viewJson(state: SlackState, world: SlackWorld, opened: SlackView): Json {
  const { view } = opened;
  return {
    callback_id: "",
    private_metadata: "",
    external_id: "",
    title: { type: "plain_text", text: "View Title" },
    close: null,
    submit: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    id: opened.id,
    team_id: state.id,
    app_id: world.appId,
    bot_id: state.botId,
    app_installed_team_id: state.id,
    root_view_id: opened.root,
    previous_view_id: opened.previous ?? null,
    hash: opened.hash,
    state: { values: {} },
  };
}

function takeView(
  { args, state, world }: MethodCall,
  type: "modal" | "home",
  itself?: SlackView,
): Json {
  const view = checkView(world, args["view"], type);
  const external = textOf(view, "external_id");
  const twin = [...state.views.values()].find((one) => one.view["external_id"] === external);
  if (external !== "" && twin && twin !== itself) throw new Refused("duplicate_external_id");
  return view;
}

/** JSON may come as text within JSON, too. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("invalid_arguments");
  }
}

function useTrigger({ args, state, world }: MethodCall): string {
  const trigger = state.triggers.get(textOf(args, "trigger_id"));
  if (!trigger) throw new Refused("invalid_trigger_id");
  if (trigger.isUsed) throw new Refused("exchanged_trigger_id");
  if (world.now() - trigger.madeAt > world.triggerMs) throw new Refused("expired_trigger_id");
  trigger.isUsed = true;
  return trigger.user;
}

function refuseOldHash(args: Json, known: SlackView): void {
  const hash = textOf(args, "hash");
  if (hash !== "" && hash !== known.hash) throw new Refused("hash_conflict");
}
