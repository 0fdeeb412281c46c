import { z } from "zod";
import { MaybeText } from "./maybe-text.ts";

const HasId = z.object({ id: z.string().min(1) });
const MaybeChannel = HasId.nullish().transform((channel) => channel ?? undefined);

/** A message as clicks and shortcuts bring it along. */
const Carrier = z.object({ ts: z.string(), thread_ts: MaybeText });

/** `/depmap …` */
export const CommandBody = z.object({
  text: z.string().default(""),
  user_id: z.string().min(1),
  channel_id: z.string().min(1),
  trigger_id: z.string().min(1),
  response_url: MaybeText,
});

/** A modal, or App Home, as clicks and forms bring it along. */
const ViewBody = z.object({
  id: z.string().min(1),
  type: z.string(),
  hash: MaybeText,
  callback_id: z.string().default(""),
  private_metadata: z.string().default(""),
  /** What is filled in. */
  state: z.unknown().optional(),
});

/** A click or a choice. */
export const ClickBody = z.object({
  user: HasId,
  trigger_id: MaybeText,
  response_url: MaybeText,
  channel: MaybeChannel,
  container: z
    .object({ message_ts: MaybeText, thread_ts: MaybeText, channel_id: MaybeText })
    .optional(),
  message: Carrier.optional(),
  view: ViewBody.optional(),
  actions: z.array(z.looseObject({ action_id: z.string(), action_ts: MaybeText })).min(1),
  /** What is filled in in a message. */
  state: z.unknown().optional(),
});
export type ClickBody = z.infer<typeof ClickBody>;

/** A form that was sent. */
export const SubmissionBody = z.object({
  user: HasId,
  trigger_id: MaybeText,
  view: ViewBody,
});

/** A shortcut: in the menu of a message, or for the whole workspace. */
export const ShortcutBody = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message_action"),
    user: HasId,
    trigger_id: z.string().min(1),
    response_url: MaybeText,
    channel: HasId,
    message: Carrier,
  }),
  z.object({ type: z.literal("shortcut"), user: HasId, trigger_id: z.string().min(1) }),
]);
export type ShortcutBody = z.infer<typeof ShortcutBody>;

/** What somebody has typed so far into a select that asks depmap. */
export const SuggestionBody = z.object({
  user: HasId,
  action_id: z.string(),
  value: z.string().default(""),
  channel: MaybeChannel,
  view: ViewBody.optional(),
});
