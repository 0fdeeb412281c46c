import { takeBlocks } from "./api/message-blocks.ts";
import { findElement } from "./elements.ts";
import { canSee } from "./can-see.ts";
import { messageJson } from "./api/finding.ts";
import { postMessage } from "./post-message.ts";
import { newResponseUrl } from "./response-urls.ts";
import { seenWords } from "./seen-words.ts";
import {
  blocksOf,
  interactionBase,
  newTrigger,
  press,
  submit,
  suggest,
  type ClickTools,
  type Scene,
} from "./slack-clicks.ts";
import type { Acknowledged, SlackPerson } from "./slack-person.ts";
import { jsonOf, textOf, type SlackChannel, type SlackView } from "./slack-state.ts";

type AtWork = Pick<
  SlackPerson,
  | "commands"
  | "presses"
  | "pressesInModal"
  | "pressesAtHome"
  | "submits"
  | "closesModal"
  | "suggests"
  | "usesMessageShortcut"
  | "usesShortcut"
  | "views"
  | "seesModal"
  | "seesHome"
  | "errors"
  | "troubles"
>;

interface Sight {
  readonly visible: (channel: string) => SlackChannel | undefined;
}

/** What somebody can do with the app: commands, clicks, modals, App Home. */
export function personAtWork(tools: ClickTools, { visible }: Sight): AtWork {
  const { world, state, user, deliveries } = tools;
  const troubles: string[] = [];
  let errors: Readonly<Record<string, string>> = {};

  function channelFor(id: string): SlackChannel {
    const channel = visible(id);
    if (!channel) throw new Error(`${user.name} is not let into ${id}`);
    return channel;
  }

  function stack(): readonly SlackView[] {
    return state.stacks.get(user.id) ?? [];
  }

  function modal(): SlackView {
    const top = stack().at(-1);
    if (!top) throw new Error(`${user.name} has no modal open`);
    return top;
  }

  function home(): SlackView {
    const view = state.homes.get(user.id);
    if (!view) throw new Error(`${user.name} has no App Home yet`);
    return view;
  }

  function scene(channelId: string, ts: string | undefined, name: string): Scene {
    const channel = channelFor(channelId);
    const candidates = channel.messages.filter(
      (message) =>
        canSee(channel, message, user.id) &&
        (ts === undefined || message.ts === ts) &&
        findElement(message.blocks, name) !== undefined,
    );
    const message = candidates.at(-1);
    if (!message) throw new Error(`${user.name} sees nothing called "${name}" to press there`);
    return { channel, message };
  }

  function told(answer: Acknowledged, what: string): Acknowledged {
    if (!answer.ok) {
      const why = answer.status === undefined ? "operation_timeout" : "dispatch_failed";
      troubles.push(`${what} failed with the error "${why}"`);
    }
    return answer;
  }

  function answeredAtOnce(channel: SlackChannel, body: unknown): void {
    const message = typeof body === "string" ? { text: body } : jsonOf(body);
    const text = textOf(message, "text");
    if (text === "" && message["blocks"] === undefined) return;
    postMessage(world, state, channel, {
      user: state.botUser,
      text,
      blocks: takeBlocks(tools, { blocks: message["blocks"] }),
      onlyFor: textOf(message, "response_type") === "in_channel" ? undefined : user.id,
    });
  }

  function words(view: SlackView): string {
    const title = textOf(jsonOf(view.view["title"]), "text");
    const submitWords = textOf(jsonOf(view.view["submit"]), "text");
    return [
      title,
      seenWords(state, blocksOf({ view }), ""),
      submitWords === "" ? "" : `[${submitWords}]`,
    ]
      .filter((one) => one !== "")
      .join("\n");
  }

  return {
    async commands(channelId, text, doing = {}) {
      const channel = channelFor(channelId);
      const kind = channel.isPrivate ? "privategroup" : channel.name;
      const answer = await deliveries.deliver("command", {
        token: "double-verification",
        team_id: state.id,
        team_domain: state.name.toLowerCase(),
        ...(state.enterprise === undefined
          ? {}
          : { enterprise_id: state.enterprise, enterprise_name: "Org" }),
        channel_id: channel.id,
        channel_name: channel.kind === "im" ? "directmessage" : kind,
        user_id: user.id,
        user_name: user.name.toLowerCase(),
        command: "/depmap",
        text,
        api_app_id: world.appId,
        is_enterprise_install: "false",
        response_url: newResponseUrl(world, state, {
          channel: channel.id,
          user: user.id,
          message: undefined,
          thread: undefined,
        }),
        trigger_id: newTrigger(tools, doing),
      });
      if (answer.ok) answeredAtOnce(channel, answer.body);
      return told(answer, "/depmap");
    },
    async presses(channelId, ts, name, doing) {
      return told(await press(tools, scene(channelId, ts, name), name, doing), name);
    },
    async pressesInModal(name, doing) {
      return told(await press(tools, { view: modal() }, name, doing), name);
    },
    async pressesAtHome(name, doing) {
      return told(await press(tools, { view: home() }, name, doing), name);
    },
    async submits(fields, doing = {}) {
      errors = {};
      const sent = await submit(tools, modal(), fields ? { ...doing, fields } : doing);
      errors = sent.errors;
      if (sent.answer.ok || Object.keys(errors).length > 0) return sent.answer;
      return told(sent.answer, "the form");
    },
    async closesModal() {
      const top = modal();
      state.stacks.set(user.id, stack().slice(0, -1));
      state.views.delete(top.id);
      if (top.view["notify_on_close"] !== true) return;
      await deliveries.deliver("interaction", {
        type: "view_closed",
        ...interactionBase(tools),
        view: { id: top.id, ...top.view },
        is_cleared: false,
      });
    },
    async suggests(where, name, typed) {
      const at =
        where === "modal"
          ? { view: modal() }
          : where === "home"
            ? { view: home() }
            : scene(where.channel, where.ts, name);
      return suggest(tools, at, name, typed);
    },
    async usesMessageShortcut(callbackId, channelId, ts, doing = {}) {
      const channel = channelFor(channelId);
      const message = channel.messages.find((one) => one.ts === ts && !one.isDeleted);
      if (!message) throw new Error(`there is no message ${ts}`);
      const answer = await deliveries.deliver("interaction", {
        type: "message_action",
        ...interactionBase(tools),
        callback_id: callbackId,
        trigger_id: newTrigger(tools, doing),
        action_ts: world.nextTs(),
        message_ts: ts,
        channel: { id: channel.id, name: channel.isPrivate ? "privategroup" : channel.name },
        message: messageJson(state, channel, message, true),
        response_url: newResponseUrl(world, state, {
          channel: channel.id,
          user: user.id,
          message: ts,
          thread: message.thread,
        }),
      });
      return told(answer, callbackId);
    },
    async usesShortcut(callbackId, doing = {}) {
      const answer = await deliveries.deliver("interaction", {
        type: "shortcut",
        ...interactionBase(tools),
        callback_id: callbackId,
        trigger_id: newTrigger(tools, doing),
        action_ts: world.nextTs(),
      });
      return told(answer, callbackId);
    },
    views: () => stack().map(({ id, view }) => ({ ...view, id })),
    seesModal: () => words(modal()),
    seesHome: () => words(home()),
    errors: () => errors,
    troubles: () => troubles,
  };
}
