import { z } from "zod";

/** Chats whose channels have links; a conference bridge may just as well be a telephone call. */
const CHATS = /(^|\.)(slack\.com|slack-gov\.com|teams\.microsoft\.com|teams\.live\.com)$/;
/** One message, which people link to for other reasons than to talk there. */
const ONE_MESSAGE = /\/archives\/[^/]+\/p\d+/;

/** `conference_bridge` of an incident, as webhooks and the REST API show it; null when there is none. */
export const BridgeShape = z
  .object({ conference_url: z.string().optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** An incident's custom fields, of which somebody may use one for its channel. */
export const FieldsShape = z
  .array(z.object({ value: z.unknown() }).catch({ value: undefined }))
  .optional()
  .catch(undefined);

/** The links to chat channels in an incident's conference bridge and custom fields, the bridge first. */
export function channelLinks(
  conferenceUrl: string | undefined,
  fields: z.infer<typeof FieldsShape> = [],
): string[] {
  const inFields = fields
    .map(({ value }) => value)
    .filter((value) => typeof value === "string")
    .filter((value) => !ONE_MESSAGE.test(value));
  const links = [conferenceUrl ?? "", ...inFields].map((link) => link.trim()).filter(isChannelLink);
  return [...new Set(links)];
}

function isChannelLink(link: string): boolean {
  const url = link.length <= 2000 ? URL.parse(link) : undefined;
  return url?.protocol === "https:" && CHATS.test(url.hostname);
}
