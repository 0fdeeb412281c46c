import { isSlackAddress } from "../../slack-address.ts";
import { SlackRefusal } from "../../slack-web.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { sendToUrl } from "./send-to-url.ts";

/** An answer as Slack takes it, for whatever way it goes. */
export interface Said {
  readonly text: string;
  readonly blocks?: readonly object[];
}

/** How it went; `unfit` when Slack will not show it anywhere as it is. */
export type Told =
  | { readonly kind: "shown" }
  | { readonly kind: "unfit" }
  /** `away` is why trying again may help. */
  | { readonly kind: "nowhere"; readonly away?: unknown };

/** True when it stands there now; false when there is no such way. */
export type Way = (tools: DeskTools, ask: Ask, said: Said) => Promise<boolean>;

/** Tries one way after the other. Never rejects. */
export async function tryWays(
  tools: DeskTools,
  ask: Ask,
  ways: readonly Way[],
  said: Said,
): Promise<Told> {
  let away: unknown;
  for (const way of ways) {
    try {
      if (await way(tools, ask, said)) return { kind: "shown" };
    } catch (fault) {
      if (fault instanceof SlackRefusal && isUnfit(fault.error)) {
        tools.log.info({ fault, request: ask.id }, "Slack would not show an answer as it is");
        return { kind: "unfit" };
      }
      tools.log.warn({ fault, request: ask.id }, "one way of answering failed: the next is tried");
      if (!(fault instanceof SlackRefusal)) away = fault;
    }
  }
  return { kind: "nowhere", away };
}

/** By the address that came with the question, also where depmap is not a member. */
export const byResponseUrl: Way = async ({ slackUrl, log }, { id, responseUrl, thread }, said) => {
  if (responseUrl === undefined) return false;
  if (!isSlackAddress(responseUrl, slackUrl)) {
    log.warn({ request: id }, "a response address is not Slack's: nothing is sent there");
    return false;
  }
  return await sendToUrl(responseUrl, {
    ...said,
    ...threadOf(thread),
    response_type: "ephemeral",
    replace_original: false,
    unfurl_links: false,
    unfurl_media: false,
  });
};

/** In the channel, seen by them alone. */
export const inChannel: Way = async ({ web }, { here, user, channel, thread }, said) => {
  if (channel === undefined) return false;
  const { workspace } = here;
  const to = { channel, user, ...threadOf(thread) };
  await web.call("chat.postEphemeral", { ...to, ...said }, { workspace });
  return true;
};

/** As a direct message: a person's id in place of a channel's is their conversation with depmap. */
export const directly: Way = async ({ web }, { here, user }, said) => {
  const { workspace } = here;
  const quiet = { unfurl_links: false, unfurl_media: false };
  await web.call("chat.postMessage", { channel: user, ...said, ...quiet }, { workspace });
  return true;
};

function isUnfit(error: string): boolean {
  return /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long)$/.test(error);
}

function threadOf(thread: string | undefined): { readonly thread_ts?: string } {
  return thread === undefined ? {} : { thread_ts: thread };
}
