import { randomUUID } from "node:crypto";
import { messageJson } from "./api/finding.ts";
import { viewJson } from "./api/view-methods.ts";
import { stateValues, type Choice, type SlackOption } from "./elements.ts";
import { newResponseUrl } from "./response-urls.ts";
import type { Deliveries } from "./slack-deliveries.ts";
import type { Doing } from "./slack-person.ts";
import {
  isByOrganisation,
  listOf,
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

/** Whoever clicks, and in what world. */
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
  const id =
    doing.triggerId ?? `${world.now()}.${world.nextId("")}.${randomUUID().replaceAll("-", "")}`;
  // The same delivery again does not make a trigger fresh.
  if (state.triggers.has(id)) return id;
  state.triggers.set(id, { user: user.id, madeAt: world.now(), isUsed: false });
  return id;
}

/** What every interaction says of who does it, and where. */
export function interactionBase({ world, state, user }: ClickTools): Json {
  return {
    token: "double-verification",
    api_app_id: world.appId,
    // To an app of the whole organisation Slack names the organisation alone.
    team: isByOrganisation(world, state)
      ? null
      : {
          id: state.id,
          domain: state.name.toLowerCase(),
          ...(state.enterprise === undefined
            ? {}
            : { enterprise_id: state.enterprise, enterprise_name: "Org" }),
        },
    enterprise: state.enterprise === undefined ? null : { id: state.enterprise, name: "Org" },
    is_enterprise_install: isByOrganisation(world, state),
    user: {
      id: user.id,
      username: user.name.toLowerCase(),
      name: user.name.toLowerCase(),
      // Of its own people an organisation tells the organisation here, not the workspace.
      team_id: user.team === state.id ? (state.enterprise ?? user.team) : user.team,
    },
  };
}

/** The blocks that are there to be used. */
export function blocksOf(scene: Scene): readonly Json[] {
  return "view" in scene ? listOf(scene.view.view["blocks"]) : scene.message.blocks;
}

/** What this person filled in there. */
export function filledIn({ filled }: ClickTools, scene: Scene): Map<string, Choice> {
  const key = "view" in scene ? scene.view.id : `${scene.channel.id} ${scene.message.ts}`;
  const known = filled.get(key) ?? new Map<string, Choice>();
  filled.set(key, known);
  return known;
}

/** What an interaction says of where it happened. */
export function sceneJson(tools: ClickTools, scene: Scene): Json {
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
