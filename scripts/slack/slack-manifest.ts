import { commands } from "../../commands/index.ts";
import { SLACK_SCOPES } from "../../src/adapters/chat/slack/scopes.ts";

/** What depmap hears of, each because something is done with it; see `listen-on.ts`. */
const EVENTS = [
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "channel_created",
  "channel_rename",
  "group_rename",
  "member_joined_channel",
  "message.channels",
  "message.groups",
  "reaction_added",
  "tokens_revoked",
] as const;

/**
 * The app as Slack has to know it: over Socket Mode, or over HTTP when depmap has an address that Slack can reach.
 *
 * The command's hint is made from `commands/`, the scopes are those of `scopes.ts`.
 */
export function slackManifest(publicUrl?: string) {
  const at = (path: string) => new URL(path, publicUrl).href;
  const isHttp = publicUrl !== undefined;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "depmap",
      description: "Says what depends on what, what an incident hits, and what probably caused it",
      long_description:
        "depmap keeps the map of what depends on what. When PagerDuty opens an incident, depmap posts one briefing in its channel: what is going on, what probably caused it, who and what is hit, and what to do next. In the postmortem thread it reads what people found out, proposes it for the map, and asks before it changes anything.",
      background_color: "#1f4d6b",
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        // Where somebody is answered who asked in a channel that depmap is not in. Nothing is read there.
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: "depmap", always_online: true },
      shortcuts: [
        {
          name: "Ask depmap",
          type: "global",
          callback_id: "ask",
          description: "What depends on what, what fails with it, and whom to call",
        },
        {
          name: "Capture dependencies",
          type: "message",
          callback_id: "capture",
          description: "Read this thread, and propose what it says for the map",
        },
      ],
      slash_commands: [
        {
          command: "/depmap",
          ...(isHttp ? { url: at("/slack/events") } : {}),
          description: "Ask what depends on what",
          usage_hint: `[${commands.map(({ name }) => name).join(" | ")}] [name]`,
          // Names are taken as they are typed: `#cart` and `@cart` stay those letters.
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      ...(isHttp ? { redirect_urls: [at("/slack/oauth_redirect")] } : {}),
      scopes: { bot: Object.keys(SLACK_SCOPES) },
    },
    settings: {
      event_subscriptions: {
        ...(isHttp ? { request_url: at("/slack/events") } : {}),
        bot_events: [...EVENTS],
      },
      interactivity: {
        is_enabled: true,
        ...(isHttp
          ? { request_url: at("/slack/events"), message_menu_options_url: at("/slack/events") }
          : {}),
      },
      org_deploy_enabled: true,
      socket_mode_enabled: !isHttp,
      token_rotation_enabled: false,
    },
  };
}

/** The README's table of scopes, each with its reason. */
export function scopeTable(): string {
  const rows = Object.entries(SLACK_SCOPES).map(([scope, why]) => `| \`${scope}\` | ${why} |`);
  return ["| scope | what for |", "|---|---|", ...rows].join("\n");
}
