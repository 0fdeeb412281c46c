import type { Destination } from "../../src/ports/chat.ts";
import type { Somebody } from "../contracts/chat/chat-under-test.ts";
import type { DoubleMessage, SlackPerson } from "./slack/slack-double.ts";
import type { SlackWorkspace } from "./slack-workspace.ts";

/** A member of the workspace who lets others into channels. */
const USHER = "UIDA";

/** A person in Slack, as the chat contract wants one. Whoever is not in a channel yet is let in first. */
export function createSlackSomebody(workspace: SlackWorkspace, id: string): Somebody {
  const { double } = workspace;
  const me = double.as(id);

  async function enter(channel: string): Promise<void> {
    const usher = double.as(USHER);
    await usher.invites(channel, USHER).catch(() => {});
    await usher.invites(channel, id).catch(() => {});
    await workspace.idle();
  }
  function placeOf(ts: string): string {
    const found = channelsOf(workspace).find((channel) =>
      double.messages(channel).some((message) => message.ts === ts),
    );
    if (found === undefined) throw new Error(`no channel has the message ${ts}`);
    return found;
  }

  return {
    id,
    async says({ channel, thread }, text) {
      await enter(channel);
      return await me.says(channel, text, thread);
    },
    changes: (message, text) => me.changes(placeOf(message), message, text),
    deletes: (message) => me.deletes(placeOf(message), message),
    async commands({ channel }, line, request) {
      await enter(channel);
      await me.commands(channel, line, { triggerId: request });
      await workspace.idle();
    },
    async clicks(message, label, request, fields = {}) {
      const channel = placeOf(message);
      await enter(channel);
      await press(me, channel, message, label, request, fields, workspace);
      await workspace.idle();
    },
    async captures(message, request) {
      const channel = placeOf(message);
      await enter(channel);
      const doing = { triggerId: request };
      await me.usesMessageShortcut("capture_dependencies", channel, message, doing);
      await workspace.idle();
    },
    async reads({ channel, thread }) {
      await enter(channel);
      return me
        .messages(channel, thread)
        .filter(({ user }) => user === double.botUser)
        .map(({ ts }) => wordsAt(me, channel, thread, ts));
    },
  };
}

/** A button where there is one of that name; else a select's choice, or a form in its own window. */
async function press(
  me: SlackPerson,
  channel: string,
  ts: string,
  label: string,
  triggerId: string,
  fields: Readonly<Record<string, string>>,
  workspace: SlackWorkspace,
): Promise<void> {
  const { value, ...others } = fields;
  if (value !== undefined) {
    const select = elementsOf(messageAt(me, channel, ts)).find(
      ({ type }) => type === "static_select",
    );
    const id = String(select?.["action_id"]);
    await me.presses(channel, ts, id, { triggerId, choice: value });
    return;
  }
  if (Object.keys(others).length === 0) {
    await me.presses(channel, ts, label, { triggerId });
    return;
  }
  const opener = elementsOf(messageAt(me, channel, ts)).findLast(({ type }) => type === "button");
  await me.presses(channel, ts, String(opener?.["action_id"]));
  await workspace.idle();
  const named = Object.entries(others).map(([name, filled]) => [`field:${name}`, filled]);
  await me.submits(Object.fromEntries(named), { triggerId });
}

/** Everything in a message that is more than words, in order: elements, links, mentions, and what markup would do. */
export function aliveInSlack(workspace: SlackWorkspace, ts: string): string[] {
  const { double } = workspace;
  const message = channelsOf(workspace)
    .flatMap((channel) => double.messages(channel))
    .find((one) => one.ts === ts);
  return [...aliveWords(message?.text ?? ""), ...elementsAlive(message?.blocks)];
}

/** What Slack would make of text that is not plain: `<…>`, and styles. */
function aliveWords(mrkdwn: string): string[] {
  return mrkdwn.match(/<[^>]*>|[*_~`]+/g) ?? [];
}

function elementsAlive(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(elementsAlive);
  if (typeof node !== "object" || node === null) return [];
  const element = node as Readonly<Record<string, unknown>>;
  const { type, text, url, style } = element;
  if (type === "plain_text") return [];
  if (type === "mrkdwn") return aliveWords(typeof text === "string" ? text : "");
  // The opaque ids differ from message to message.
  const own = typeof type === "string" ? [JSON.stringify([type, url, style])] : [];
  return [...own, ...Object.values(element).flatMap(elementsAlive)];
}

function elementsOf(node: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (typeof node !== "object" || node === null) return [];
  const element = node as Readonly<Record<string, unknown>>;
  const own = "action_id" in element ? [element] : [];
  return [...own, ...Object.values(element).flatMap(elementsOf)];
}

function messageAt(me: SlackPerson, channel: string, ts: string): readonly unknown[] {
  return me.messages(channel).find((one: DoubleMessage) => one.ts === ts)?.blocks ?? [];
}

function wordsAt(
  me: SlackPerson,
  channel: string,
  thread: Destination["thread"],
  ts: string,
): string {
  const at = me.messages(channel, thread).findIndex((one) => one.ts === ts);
  return me.sees(channel, thread).split("\n\n")[at] ?? "";
}

/** The ids of all channels that were ever called about. */
function channelsOf({ double }: SlackWorkspace): string[] {
  const named = double.log.flatMap(({ args, answer }) => [
    args["channel"],
    (answer["channel"] as { id?: unknown } | undefined)?.id,
  ]);
  return [...new Set(named.filter((id): id is string => typeof id === "string"))];
}
