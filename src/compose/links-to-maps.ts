import type { Config } from "../config.ts";
import { createMapLinks, type MapLinks } from "../http/map-links.ts";

/**
 * Links to maps, where the configuration says at which address people's browsers reach depmap; what signs them is what
 * Slack trusts depmap with.
 */
export function linksToMaps(
  config: Pick<Config, "SLACK_BOT_TOKEN" | "SLACK_CLIENT_SECRET" | "DEPMAP_PUBLIC_URL">,
): MapLinks | undefined {
  const secret = config.SLACK_BOT_TOKEN ?? config.SLACK_CLIENT_SECRET;
  const publicUrl = config.DEPMAP_PUBLIC_URL;
  return secret && publicUrl ? createMapLinks({ publicUrl, secret }) : undefined;
}
