import { randomUUID } from "node:crypto";
import { messageJson } from "./api/finding.ts";
import { checkView, openView, updateView, viewJson } from "./api/view-methods.ts";
import {
  chooseOption,
  elementsOf,
  fieldKey,
  findElement,
  hasState,
  isEmpty,
  optionsOf,
  stateOf,
  stateValues,
  type Choice,
  type SlackElement,
  type SlackOption,
} from "./elements.ts";
import { newResponseUrl } from "./response-urls.ts";
import type { Deliveries } from "./slack-deliveries.ts";
import type { Acknowledged, Doing } from "./slack-person.ts";
import {
  jsonOf,
  listOf,
  textOf,
  type Json,
  type SlackChannel,
  type SlackMessage,
  type SlackState,
  type SlackUser,
  type SlackView,
  type SlackWorld,
} from "./slack-state.ts";

/** Where a click happens. */
export type Scene =
  | { readonly channel: SlackChannel; readonly message: SlackMessage }
  | { readonly view: SlackView };

export interface ClickTools {
  readonly world: SlackWorld;
  readonly state: SlackState;
  readonly user: SlackUser;
  readonly deliveries: Deliveries;
  /** What this person filled in, by scene and field; it stays until it is sent. */
  readonly filled: Map<string, Map<string, Choice>>;
  /** What the app offered last, by action id. */
  readonly offered: Map<string, readonly SlackOption[]>;
}

/** A trigger id for what this person does now. */
export function newTrigger({ world, state, user }: ClickTools, doing: Doing = {}): string {
  if (doing.triggerId !== undefined) return doing.triggerId;
  const id = `${world.now()}.${world.nextId("")}.${randomUUID().replaceAll("-", "")}`;
  state.triggers.set(id, { user: user.id, madeAt: world.now(), isUsed: false });
  return id;
}

/** What every interaction says of who does it, and where. */
export function interactionBase({ world, state, user }: ClickTools): Json {
  return {
    token: "double-verification",
    api_app_id: world.appId,
    team: { id: state.id, domain: state.name.toLowerCase() },
    enterprise: state.enterprise === undefined ? null : { id: state.enterprise, name: "Org" },
    is_enterprise_install: false,
    user: {
      id: user.id,
      username: user.name.toLowerCase(),
      name: user.name.toLowerCase(),
      team_id: user.team,
    },
  };
}

export async function press(
  tools: ClickTools,
  scene: Scene,
  name: string,
  doing: Doing = {},
): Promise<Acknowledged> {
  const found = findElement(blocksOf(scene), name);
  if (!found) throw new Error(`there is nothing called "${name}" to press`);
  await fill(tools, scene, doing.fields ?? {});
  const action = await actionOf(tools, scene, found, doing.choice);
  const trigger = newTrigger(tools, doing);
  return tools.deliveries.deliver("interaction", {
    type: "block_actions",
    ...interactionBase(tools),
    trigger_id: trigger,
    ...sceneJson(tools, scene),
    actions: [action],
  });
}

async function actionOf(
  tools: ClickTools,
  scene: Scene,
  found: SlackElement,
  choice: string | undefined,
): Promise<Json> {
  const { block, element } = found;
  const type = textOf(element, "type");
  const base = {
    action_id: element["action_id"],
    block_id: block["block_id"],
    type,
    action_ts: tools.world.nextTs(),
  };
  if (type === "button") {
    return {
      ...base,
      text: element["text"],
      ...(element["value"] === undefined ? {} : { value: element["value"] }),
    };
  }
  if (choice === undefined) throw new Error(`what is to be chosen? Give doing.choice`);
  if (type === "overflow") {
    return { ...base, selected_option: chooseOption(optionsOf(element), choice).json };
  }
  const made = await choiceFor(tools, scene, found, choice);
  filledIn(tools, scene).set(fieldKey(found), made);
  return { ...stateOf(element, made), ...base };
}

/** Types into an external select, and gives what the app offers. */
export async function suggest(
  tools: ClickTools,
  scene: Scene,
  name: string,
  typed: string,
): Promise<readonly SlackOption[]> {
  const found = findElement(blocksOf(scene), name);
  const type = textOf(found?.element ?? {}, "type");
  if (!found || !type.endsWith("external_select")) {
    throw new Error(`there is nothing called "${name}" that asks the app`);
  }
  const least = found.element["min_query_length"];
  // Slack asks from three letters on, if it is not told otherwise.
  if (typed.length < (typeof least === "number" ? least : 3)) return [];
  const answer = await tools.deliveries.deliver("interaction", {
    type: "block_suggestion",
    ...interactionBase(tools),
    ...sceneJson(tools, scene),
    action_id: found.element["action_id"],
    block_id: found.block["block_id"],
    value: typed,
  });
  if (!answer.ok) return [];
  const options = optionsOf(jsonOf(answer.body)).slice(0, 100);
  tools.offered.set(textOf(found.element, "action_id"), options);
  return options;
}

/** Fills in fields by whatever a person would call them. */
export async function fill(
  tools: ClickTools,
  scene: Scene,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const filled = filledIn(tools, scene);
  for (const [name, value] of Object.entries(fields)) {
    const found = findElement(blocksOf(scene), name);
    if (!found || !hasState(found)) throw new Error(`there is nothing called "${name}" to fill in`);
    filled.set(fieldKey(found), await choiceFor(tools, scene, found, value));
  }
}

async function choiceFor(
  tools: ClickTools,
  scene: Scene,
  found: SlackElement,
  value: string,
): Promise<Choice> {
  const { element, names } = found;
  const type = textOf(element, "type");
  const most = element["max_length"];
  if (typeof most === "number" && value.length > most) throw new Error(`${names[0]} takes ${most}`);
  if (type.endsWith("external_select")) {
    const id = textOf(element, "action_id");
    const before = tools.offered.get(id) ?? [];
    const isThere = before.some((option) => option.label === value || option.value === value);
    // Whoever has not seen it yet types all of it.
    const offered = isThere ? before : await suggest(tools, scene, id, value);
    return { options: [chooseOption(offered, value).json] };
  }
  if (type.startsWith("multi_static") || type === "checkboxes") {
    const wanted = value.split(",").map((one) => one.trim());
    return { options: wanted.map((one) => chooseOption(optionsOf(element), one).json) };
  }
  if (type === "static_select" || type === "radio_buttons") {
    return { options: [chooseOption(optionsOf(element), value).json] };
  }
  return { text: value };
}

/** Sends the modal on top and does with it what is answered. Gives the errors, too. */
export async function submit(
  tools: ClickTools,
  view: SlackView,
  doing: Doing = {},
): Promise<{ readonly answer: Acknowledged; readonly errors: Readonly<Record<string, string>> }> {
  const scene = { view };
  await fill(tools, scene, doing.fields ?? {});
  const values = stateValues(blocksOf(scene), filledIn(tools, scene));
  const triggerId = newTrigger(tools, doing);
  const missing = requiredButEmpty(blocksOf(scene), values);
  if (Object.keys(missing).length > 0) {
    // Slack's own client does not even send it.
    const answer = { ok: false, body: undefined, status: undefined, tookMs: 0, triggerId };
    return { answer, errors: missing };
  }
  const answer = await tools.deliveries.deliver("interaction", {
    type: "view_submission",
    ...interactionBase(tools),
    trigger_id: triggerId,
    view: { ...viewJson(tools.state, tools.world, view), state: { values } },
    response_urls: [],
  });
  return { answer, errors: answer.ok ? follow(tools, view, jsonOf(answer.body)) : {} };
}

function follow({ world, state, user }: ClickTools, view: SlackView, body: Json) {
  const stack = state.stacks.get(user.id) ?? [];
  switch (body["response_action"]) {
    case "errors":
      return Object.fromEntries(
        Object.entries(jsonOf(body["errors"])).map(([block, words]) => [block, String(words)]),
      );
    case "clear":
      for (const { id } of stack.splice(0)) state.views.delete(id);
      return {};
    case "update":
      updateView(world, view, checkView(world, body["view"], "modal"));
      return {};
    case "push":
      stack.push(openView(world, state, user.id, checkView(world, body["view"], "modal"), view));
      return {};
    default:
      // A view that is closed cannot be updated any more.
      stack.splice(stack.indexOf(view), 1);
      state.views.delete(view.id);
      return {};
  }
}

function requiredButEmpty(
  blocks: readonly Json[],
  values: Readonly<Record<string, Json>>,
): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (block["type"] !== "input" || block["optional"] === true) continue;
    const id = textOf(block, "block_id");
    if (isEmpty(jsonOf(values[id]?.[textOf(element, "action_id")]))) {
      missing[id] = "Please complete this required field.";
    }
  }
  return missing;
}

export function blocksOf(scene: Scene): readonly Json[] {
  return "view" in scene ? listOf(scene.view.view["blocks"]) : scene.message.blocks;
}

function filledIn({ filled }: ClickTools, scene: Scene): Map<string, Choice> {
  const key = "view" in scene ? scene.view.id : `${scene.channel.id} ${scene.message.ts}`;
  const known = filled.get(key) ?? new Map<string, Choice>();
  filled.set(key, known);
  return known;
}

function sceneJson(tools: ClickTools, scene: Scene): Json {
  const { world, state, user } = tools;
  const values = stateValues(blocksOf(scene), filledIn(tools, scene));
  if ("view" in scene) {
    const view = { ...viewJson(state, world, scene.view), state: { values } };
    return { container: { type: "view", view_id: scene.view.id }, view };
  }
  const { channel, message } = scene;
  const isEphemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    },
    channel: {
      id: channel.id,
      name:
        channel.kind === "im" ? "directmessage" : channel.isPrivate ? "privategroup" : channel.name,
    },
    // Of an ephemeral message Slack tells no more than where it stands.
    ...(isEphemeral ? {} : { message: messageJson(state, channel, message, true) }),
    state: { values },
    response_url: newResponseUrl(world, state, {
      channel: channel.id,
      user: user.id,
      message: message.ts,
      thread: message.thread,
    }),
  };
}
