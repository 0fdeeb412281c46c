import { z } from "zod";
import { MaybeText } from "./maybe-text.ts";

/** An event in its envelope, which says for whom it is and when it was. */
function envelopeOf<Event extends z.ZodType>(event: Event) {
  return z.object({
    event_id: z.string().min(1),
    /** Epoch seconds. */
    event_time: z.number().optional(),
    event,
  });
}

/** Somebody wrote to depmap. */
export const MentionBody = envelopeOf(
  z.object({
    user: MaybeText,
    bot_id: MaybeText,
    text: z.string().default(""),
    ts: z.string(),
    thread_ts: MaybeText,
    channel: z.string().min(1),
  }),
);

/** Somebody put an emoji under a message. */
export const ReactionBody = envelopeOf(
  z.object({
    user: z.string().min(1),
    reaction: z.string(),
    item: z.object({ type: z.literal("message"), channel: z.string().min(1), ts: z.string() }),
  }),
);

/** A channel was made, or has another name. */
export const NamedChannelBody = envelopeOf(
  z.object({
    type: z.string(),
    channel: z.object({ id: z.string().min(1), name: z.string(), creator: MaybeText }),
  }),
);

/** Somebody came into a channel, perhaps depmap. */
export const JoinedBody = envelopeOf(
  z.object({ user: z.string().min(1), channel: z.string().min(1), inviter: MaybeText }),
);

/** A channel's topic or purpose was set. */
export const TopicBody = envelopeOf(
  z.object({
    subtype: z.enum(["channel_topic", "channel_purpose", "group_topic", "group_purpose"]),
    user: MaybeText,
    channel: z.string().min(1),
  }),
);

const EditedMessage = z.object({
  ts: z.string(),
  thread_ts: MaybeText,
  subtype: MaybeText,
  bot_id: MaybeText,
  user: MaybeText,
  text: z.string().optional(),
});

/** A message was edited or deleted. */
export const EditBody = envelopeOf(
  z.discriminatedUnion("subtype", [
    z.object({
      subtype: z.literal("message_changed"),
      channel: z.string().min(1),
      message: EditedMessage,
      previous_message: EditedMessage.optional(),
    }),
    z.object({
      subtype: z.literal("message_deleted"),
      channel: z.string().min(1),
      deleted_ts: z.string(),
      previous_message: EditedMessage.optional(),
    }),
  ]),
);
export type EditBody = z.infer<typeof EditBody>;

/** Somebody opened the app's own page. */
export const HomeOpenedBody = envelopeOf(
  z.object({ user: z.string().min(1), tab: z.string().default("home") }),
);
