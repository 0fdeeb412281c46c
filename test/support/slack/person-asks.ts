import { messageJson } from "./api/finding.ts";
import { takeBlocks } from "./api/message-blocks.ts";
import { postMessage } from "./post-message.ts";
import { newResponseUrl } from "./response-urls.ts";
import type { Acknowledged, SlackPerson } from "./slack-person.ts";
import { interactionBase, newTrigger, type ClickTools } from "./slack-scene.ts";
import { isByOrganisation, jsonOf, textOf, type SlackChannel } from "./slack-state.ts";

interface Asking {
  readonly channelFor: (id: string) => SlackChannel;
  readonly told: (answer: Acknowledged, what: string) => Acknowledged;
}

/** What somebody can ask the app for out of nothing: the command and the shortcuts. */
export function personAsks(
  tools: ClickTools,
  { channelFor, told }: Asking,
): Pick<SlackPerson, "commands" | "usesMessageShortcut" | "usesShortcut"> {
  const { world, state, user, deliveries } = tools;

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
        is_enterprise_install: String(isByOrganisation(world, state)),
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
  };
}
