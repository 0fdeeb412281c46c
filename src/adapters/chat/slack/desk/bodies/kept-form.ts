import { z } from "zod";

const Part = z.looseObject({}).nullish();
type Part = z.infer<typeof Part>;

const Body = z.looseObject({
  /** Slack's old way of saying that it is Slack; the signature has said it. */
  token: z.unknown().optional(),
  /** What a button hangs under, or what a shortcut was chosen for. */
  message: Part,
  event: z.looseObject({ type: z.string(), message: Part, previous_message: Part }).optional(),
});
type Event = NonNullable<z.infer<typeof Body>["event"]>;

/** Which message it is and whose, and nothing of what it says. */
const KEPT_OF_MESSAGE = new Set(["ts", "thread_ts", "subtype", "user", "bot_id"]);

/** The body as it may be kept: without what people wrote to each other, and without what only Slack need know. */
export function keptForm(body: unknown): unknown {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return body;
  const { token: _, message, event, ...rest } = parsed.data;
  return {
    ...rest,
    ...(message ? { message: withoutWords(message) } : {}),
    ...(event ? { event: event.type === "message" ? editWithoutWords(event) : event } : {}),
  };
}

function editWithoutWords(edit: Event): object {
  const { type, subtype, channel, user, deleted_ts, ts, event_ts } = edit;
  const kept = {
    message: withoutWords(edit.message),
    previous_message: withoutWords(edit.previous_message),
  };
  return { type, subtype, channel, user, deleted_ts, ts, event_ts, ...kept };
}

function withoutWords(message: Part): object | undefined {
  if (!message) return undefined;
  return Object.fromEntries(Object.entries(message).filter(([name]) => KEPT_OF_MESSAGE.has(name)));
}
