import type { PagerDutyDouble } from "./pagerduty-double.ts";
import type { SlackDouble } from "./slack/slack-double.ts";

/** What depmap has to be told to talk with these two; how Slack's requests come in is left open. */
export function doublesEnvironment(
  pagerduty: PagerDutyDouble,
  slack: SlackDouble,
): Readonly<Record<string, string>> {
  return {
    DEPMAP_PORT: "0",
    DEPMAP_LOG_LEVEL: "silent",
    PAGERDUTY_TOKEN: "rehearsal",
    PAGERDUTY_WEBHOOK_SECRETS: pagerduty.secret.reveal(),
    PAGERDUTY_URL: pagerduty.url,
    SLACK_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APPROVERS: "@sre",
  };
}
