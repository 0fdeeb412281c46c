import { messageOf } from "../../../model/errors.ts";
import type { Log } from "../../../ports/log.ts";
import { heldScopes } from "./posting/missing-scopes.ts";
import { SLACK_SCOPES } from "./scopes.ts";
import type { SlackWeb } from "./slack-web.ts";

/**
 * Writes into the log which scopes the app was not given, each with what depmap needs it for: without some it cannot
 * even say so in Slack. Never rejects.
 */
export async function sayMissingScopes(web: SlackWeb, log: Log): Promise<void> {
  try {
    const held = heldScopes(await web.call("auth.test"));
    const missing = Object.entries(SLACK_SCOPES).filter(([scope]) => held && !held.has(scope));
    if (missing.length === 0) return;
    log.error(
      { missing: Object.fromEntries(missing) },
      "the Slack app lacks scopes; give them to it as in manifest/slack/manifest.json, and install it again",
    );
  } catch (fault) {
    log.warn({ why: messageOf(fault) }, "Slack did not say which scopes depmap has");
  }
}
