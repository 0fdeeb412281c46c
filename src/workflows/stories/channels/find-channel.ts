import { DepmapError } from "../../../model/errors.ts";
import type { Incident } from "../../../model/incident.ts";
import type { Chat } from "../../../ports/chat.ts";

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

/** What an incident's channel is found by. */
export type Channelled = Pick<Incident, "id" | "number" | "title" | "channelLinks">;

/**
 * The id of the channel in which to brief an incident, which depmap has entered.
 *
 * In this order: the channels that somebody linked, the one where it stood before, one with the name that the pattern
 * gives, a new one with that name if the settings allow it, else the default channel. One that depmap may not enter is
 * passed over; rejects with `not-allowed` when there is no other.
 */
export async function findChannel(
  chat: Chat,
  settings: ChannelSettings,
  incident: Channelled,
  before?: string,
): Promise<string> {
  let refusal: unknown;
  for await (const channel of choices(chat, settings, incident, before)) {
    try {
      await chat.enter(channel);
      return channel;
    } catch (fault) {
      if (!isNotAllowed(fault)) throw fault;
      refusal = fault;
    }
  }
  throw refusal;
}

/** Where it may be told, best first; what comes later is not looked for, let alone opened, before it is needed. */
async function* choices(
  chat: Chat,
  settings: ChannelSettings,
  incident: Channelled,
  before: string | undefined,
): AsyncGenerator<string> {
  for (const link of incident.channelLinks ?? []) {
    const linked = await chat.findChannel(link);
    if (linked && !linked.isShared) yield linked.id;
  }
  if (before !== undefined) yield (await chat.findChannel(before))?.id ?? before;
  const own = await ownChannel(chat, settings, incident);
  if (own !== undefined) yield own;
  if (settings.openChannels) {
    const opened = await openedChannel(chat, channelName(settings.channelPattern, incident));
    if (opened !== undefined) yield opened;
  }
  yield await usualChannel(chat, settings);
}

/** The id of the default channel, which is opened if need be. */
export async function usualChannel(
  chat: Chat,
  { defaultChannel }: Pick<ChannelSettings, "defaultChannel">,
): Promise<string> {
  return ((await chat.findChannel(defaultChannel)) ?? (await chat.openChannel(defaultChannel))).id;
}

/** A chat may let depmap write, but not open channels. */
async function openedChannel(chat: Chat, name: string): Promise<string | undefined> {
  try {
    return (await chat.openChannel(name)).id;
  } catch (fault) {
    if (isNotAllowed(fault)) return undefined;
    throw fault;
  }
}

/** Will it be refused again, whenever it is tried? */
export function isNotAllowed(fault: unknown): boolean {
  return fault instanceof DepmapError && fault.code === "not-allowed";
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
