import type { Place } from "../../../../ports/chat.ts";
import type { Here } from "./installed-here.ts";

/** Something that somebody asked of depmap in Slack, and every way in which they can be answered. Ids are Slack's. */
export interface Ask {
  /** Unique per request; the same again when it is taken up again. */
  readonly id: string;
  readonly here: Here;
  readonly user: string;
  readonly channel?: string | undefined;
  /** The root of the thread in which they asked. */
  readonly thread?: string | undefined;
  /** The message that carries the button. */
  readonly message?: string | undefined;
  /** It began in App Home, which is drawn anew afterwards. */
  readonly isAtHome?: boolean | undefined;
  /** Good for five answers within half an hour, also where depmap is not a member. */
  readonly responseUrl?: string | undefined;
  /** Opens a modal, once, within three seconds. */
  readonly triggerId?: string | undefined;
}

/** Where they asked, as the port puts it. */
export function placeOf({
  here,
  channel,
  thread,
}: Pick<Ask, "here" | "channel" | "thread">): Place {
  return { chat: "slack", channel: channel === undefined ? undefined : here.idOf(channel), thread };
}
