import { isSlackHost } from "../slack-address.ts";

/** What a text says of a channel: its id (perhaps with its workspace), or its name. */
export type ChannelInText =
  | { readonly id: string; readonly workspace?: string | undefined }
  | { readonly name: string };

const ID = /^[CDG][A-Z0-9]{2,}$/;
const TEAM = /^[TE][A-Z0-9]+$/;

/**
 * Reads an id, a name with or without `#`, Slack's way of writing a channel, or a link to one; undefined for a link that
 * leads elsewhere.
 *
 * @example
 * ```ts
 * channelInText("https://firm.slack.com/archives/C024BE91L/p1700000000000100");
 * // => { id: "C024BE91L" }
 * ```
 */
export function channelInText(given: string): ChannelInText | undefined {
  const text = given.trim();
  const written = /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text)?.[1];
  if (written !== undefined) return { id: written };
  const [id = "", workspace] = text.split("/").toReversed();
  if (ID.test(id) && (workspace === undefined || TEAM.test(workspace))) return { id, workspace };
  if (text.includes("://")) return inLink(text);
  const name = text.replace(/^#/, "").toLowerCase();
  return name === "" || /[\s/]/.test(name) ? undefined : { name };
}

function inLink(text: string): ChannelInText | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, pathname, searchParams } = new URL(text);
  const [first, second, third] = pathname.split("/").filter((part) => part !== "");
  const team = searchParams.get("team") ?? undefined;
  if (protocol === "slack:") return known(searchParams.get("id"), team);
  if (protocol !== "https:" || !isSlackHost(hostname)) return undefined;
  if (first === "archives" || first === "messages") return known(second, undefined);
  if (first === "client") return known(third, second);
  if (first === "app_redirect") return known(searchParams.get("channel"), team);
  return undefined;
}

function known(id: string | null | undefined, workspace: string | undefined) {
  return id && ID.test(id) ? { id, ...(workspace === undefined ? {} : { workspace }) } : undefined;
}
