import type { Incident } from "../../model/incident.ts";
import type { Chat } from "../../ports/chat.ts";

/** Where incidents are talked about. */
export interface ChannelSettings {
  /** The channel's name when an incident has none of its own. */
  readonly defaultChannel: string;
  /** Name of an incident's own channel, with `{number}` and `{title}`, such as `inc-{number}-{title}`. */
  readonly channelPattern: string;
  /** Open that channel when nobody has; otherwise only one that is there already is joined. */
  readonly openChannels: boolean;
  /** Keep the topic of an incident's own channel: what it is, how it stands, what probably caused it. */
  readonly keepTopic?: boolean | undefined;
  /** The page with the map of an incident, to be bookmarked in its own channel; unset when people cannot reach one. */
  readonly mapUrl?: ((incidentId: string) => string) | undefined;
}

/**
 * The id of the channel in which to brief an incident.
 *
 * In this order: the channel that somebody linked, one with the name that the pattern gives, a new one with that name
 * if the settings allow it, else the default channel.
 */
export async function findChannel(
  chat: Chat,
  settings: ChannelSettings,
  incident: Pick<Incident, "id" | "number" | "title">,
  linked?: string,
): Promise<string> {
  if (linked !== undefined) return (await chat.findChannel(linked))?.id ?? linked;
  const own = await ownChannel(chat, settings, incident);
  if (own !== undefined) return own;
  if (settings.openChannels) {
    return (await chat.openChannel(channelName(settings.channelPattern, incident))).id;
  }
  const usual = await chat.findChannel(settings.defaultChannel);
  return usual?.id ?? (await chat.openChannel(settings.defaultChannel)).id;
}

/** The id of the channel that somebody has opened for this incident; none is made. */
export async function ownChannel(
  chat: Chat,
  { channelPattern }: ChannelSettings,
  incident: Pick<Incident, "id" | "number" | "title">,
): Promise<string | undefined> {
  return (await chat.findChannel(channelName(channelPattern, incident)))?.id;
}

/**
 * The name of an incident's own channel: lower case, dashes, at most 60 characters.
 *
 * @example
 * ```ts
 * channelName("inc-{number}-{title}", { id: "P1", number: 42, title: "Checkout: 5xx > 2 %!" });
 * // => "inc-42-checkout-5xx-2"
 * ```
 */
export function channelName(
  pattern: string,
  { id, number, title }: Pick<Incident, "id" | "number" | "title">,
): string {
  const filled = pattern
    .replaceAll("{number}", () => String(number ?? id))
    .replaceAll("{title}", () => title);
  const slug = filled
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60);
  return slug.replaceAll(/^-+|-+$/g, "");
}
