import { randomBytes } from "node:crypto";
import type { SlackSettings } from "../../src/adapters/chat/slack/create-slack.ts";
import { SLACK_SCOPES } from "../../src/adapters/chat/slack/scopes.ts";
import { createSecret } from "../../src/model/secret.ts";
import type { SlackDouble } from "./slack/slack-double.ts";

const KEY = createSecret(randomBytes(32).toString("base64"));

/** Where depmap's pages are, as people's browsers know it. */
export const PUBLIC_URL = "http://depmap.example";

/** Settings with which these workspaces and organisations may install depmap by OAuth. */
export function installable(
  { clientId, clientSecret }: SlackDouble,
  allowed: readonly string[],
): Pick<SlackSettings, "identity"> {
  const installation = {
    clientId,
    clientSecret: createSecret(clientSecret),
    keys: [KEY],
    allowed,
    publicUrl: PUBLIC_URL,
    scopes: Object.keys(SLACK_SCOPES),
  };
  return { identity: { installation } };
}

/**
 * Somebody's browser walks through the pages of an installation, with its cookie, and ends at the last one.
 *
 * `url` is where depmap listens. `spoil` changes the address that Slack sends the browser back to.
 */
export async function installIn(
  { url }: { readonly url: string },
  where: { readonly team: string } | { readonly org: string },
  spoil: (back: URL) => void = () => {},
): Promise<Response> {
  const begun = await fetch(`${url}/slack/install`, { redirect: "manual" });
  const consent = new URL(begun.headers.get("location") ?? "");
  for (const [name, value] of Object.entries(where)) consent.searchParams.set(name, value);
  const agreed = await fetch(consent, { redirect: "manual" });
  const back = new URL(agreed.headers.get("location") ?? "");
  spoil(back);
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return await fetch(`${url}${back.pathname}${back.search}`, { headers: { cookie } });
}
