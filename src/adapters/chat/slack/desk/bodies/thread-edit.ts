import { EditBody } from "./event-bodies.ts";

/** A message in a thread that is not what it was. Ids are Slack's. */
export interface ThreadEdit {
  readonly eventId: string;
  readonly channel: string;
  readonly thread: string;
  readonly message: string;
  readonly did: "edited" | "deleted";
}

/**
 * The edit or deletion that a body tells of, when a person did it to words in a thread; undefined for all else.
 *
 * Slack says `message_changed` as well when a link is unfurled or a reply is counted, and for a deleted root that
 * leaves a tombstone.
 */
export function threadEditIn(body: unknown): ThreadEdit | undefined {
  const parsed = EditBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { event_id: eventId, event } = parsed.data;
  const { channel, previous_message: before } = event;
  if (event.subtype === "message_deleted") {
    if (!before || before.bot_id !== undefined || before.thread_ts === undefined) return undefined;
    const at = { thread: before.thread_ts, message: event.deleted_ts };
    return { eventId, channel, ...at, did: "deleted" };
  }
  const { message } = event;
  const thread = message.thread_ts ?? before?.thread_ts;
  if (thread === undefined || (message.bot_id ?? before?.bot_id) !== undefined) return undefined;
  const at = { eventId, channel, thread, message: message.ts };
  if (message.subtype === "tombstone") return { ...at, did: "deleted" };
  const isSame = message.text !== undefined && message.text === before?.text;
  return isSame ? undefined : { ...at, did: "edited" };
}
