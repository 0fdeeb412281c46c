import { z } from "zod";
import { isCaptureEmoji } from "./capture-emoji.ts";
import { threadEditIn } from "./thread-edit.ts";

const TOPIC_SUBTYPES = new Set([
  "channel_topic",
  "channel_purpose",
  "group_topic",
  "group_purpose",
]);
const INTERACTIONS = new Set([
  "block_actions",
  "block_suggestion",
  "view_submission",
  "message_action",
  "shortcut",
]);

const Body = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  /** Another organisation reads along: depmap learns nothing there. */
  is_ext_shared_channel: z.boolean().nullish(),
  authorizations: z.array(z.object({ user_id: z.string().nullish() })).nullish(),
  event: z
    .object({
      type: z.string(),
      subtype: z.string().nullish(),
      user: z.unknown().optional(),
      bot_id: z.string().nullish(),
      reaction: z.string().optional(),
      tab: z.string().optional(),
      inviter: z.string().nullish(),
      channel: z.unknown().optional(),
    })
    .optional(),
});

/**
 * Is this body meant for depmap? What people write to each other is not, and is dropped before anything is kept.
 *
 * `captureEmoji` is the reaction that captures a thread; every other reaction is none of depmap's business.
 */
export function isForUs(body: unknown, captureEmoji: string): boolean {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return false;
  const { type, command, event, authorizations, is_ext_shared_channel: isShared } = parsed.data;
  if (command !== undefined) return true;
  if (!event) return type !== undefined && INTERACTIONS.has(type);

  const bots = (authorizations ?? []).map(({ user_id }) => user_id);
  const isOurs = typeof event.user === "string" && bots.includes(event.user);
  switch (event.type) {
    case "app_mention":
      return typeof event.user === "string" && !event.bot_id && !isOurs;
    case "reaction_added":
      return isCaptureEmoji(event.reaction ?? "", captureEmoji) && !isOurs;
    case "member_joined_channel":
      return isOurs || bots.length === 0;
    case "message":
      if (isShared) return false;
      if (TOPIC_SUBTYPES.has(event.subtype ?? "")) return !isOurs;
      return threadEditIn(body) !== undefined;
    case "app_home_opened":
      return event.tab !== "messages";
    case "channel_created":
    case "channel_rename":
    case "group_rename":
    case "app_uninstalled":
    case "tokens_revoked":
      return true;
    default:
      return false;
  }
}
