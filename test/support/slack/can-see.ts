import { repliesTo } from "./api/finding.ts";
import type { SlackChannel, SlackMessage } from "./slack-state.ts";

/** Whether a message stands there for somebody in the channel. */
export function canSee(channel: SlackChannel, message: SlackMessage, user: string): boolean {
  if (message.isDeleted || message.notice !== undefined) return false;
  if (message.onlyFor === undefined) return true;
  if (message.onlyFor !== user) return false;
  // In a thread that nobody has begun yet, Slack shows no ephemeral message at all.
  return message.thread === undefined || repliesTo(channel, message.thread).length > 0;
}
