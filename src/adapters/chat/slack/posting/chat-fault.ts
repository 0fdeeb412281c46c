import { DepmapError } from "../../../../model/errors.ts";
import { SlackRefusal } from "../slack-web.ts";

/** Slack's words for: what was asked for is not there (any more). */
const GONE = new Set([
  "cant_update_message",
  "channel_not_found",
  "edit_window_closed",
  "is_archived",
  "message_not_found",
  "thread_not_found",
]);

/** What to do about a refusal, where there is something to be done. */
const NEXT_STEP: Readonly<Record<string, string>> = {
  account_inactive: "install the app again and give depmap the new token",
  invalid_auth: "install the app again and give depmap the new token",
  token_expired: "install the app again and give depmap the new token",
  token_revoked: "install the app again and give depmap the new token",
  channel_not_found: "a private channel has to invite depmap: /invite @depmap",
  not_in_channel: "invite depmap into the channel: /invite @depmap",
  is_archived: "take the channel out of the archive, or choose another",
  restricted_action: "a workspace setting forbids it; ask an admin",
};

/**
 * The fault that a chat may reject with: `bad-input` when a message is not there any more, `not-allowed` for every other
 * no, with the next step.
 */
export function chatFault(fault: unknown, about: "message" | "channel"): unknown {
  if (!(fault instanceof SlackRefusal)) return fault;
  const step = NEXT_STEP[fault.error];
  const message = step === undefined ? fault.message : `${fault.message}; ${step}`;
  const isGone = about === "message" && GONE.has(fault.error);
  return new DepmapError(isGone ? "bad-input" : "not-allowed", message, { cause: fault });
}

/** What was refused, in words for people. */
export function refusalWords(what: string, fault: SlackRefusal): string {
  const { error, needed } = fault;
  if (needed !== undefined) {
    return `${what}: give the app the scope ${needed} and install it again`;
  }
  const step = NEXT_STEP[error];
  return step === undefined ? `${what}: Slack says ${error}` : `${what}: ${step}`;
}
