import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { scopeTable, slackManifest } from "../../scripts/slack/slack-manifest.ts";
import { SLACK_SCOPES } from "../../src/adapters/chat/slack/scopes.ts";
import { SlackManifest } from "../support/slack/manifest-rules.ts";

const ADDRESS = "https://depmap.example.com";
const file = readFileSync("manifest/slack/manifest.json", "utf8");

/** The scope without which Slack does not tell of an event; some need none. */
const SCOPE_OF: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: "app_mentions:read",
  app_uninstalled: undefined,
  channel_created: "channels:read",
  channel_rename: "channels:read",
  group_rename: "groups:read",
  member_joined_channel: "channels:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  reaction_added: "reactions:read",
  tokens_revoked: undefined,
};

it("is kept in its file as the code has it (node scripts/slack-manifest.ts)", () => {
  expect(JSON.parse(file)).toEqual(slackManifest());
});

describe.each([
  ["Socket Mode", slackManifest()],
  ["HTTP", slackManifest(ADDRESS)],
])("the manifest for %s", (_name, manifest) => {
  it("keeps Slack's published rules", () => {
    expect(SlackManifest.safeParse(manifest).error?.issues ?? []).toEqual([]);
  });

  it("has the scope for each event that it asks for", () => {
    const asked = manifest.settings.event_subscriptions.bot_events;

    const needed = asked.map((event) => {
      return event in SCOPE_OF ? SCOPE_OF[event] : `nobody knows what ${event} needs`;
    });

    const missing = needed.filter((scope) => scope !== undefined && !(scope in SLACK_SCOPES));
    expect(missing).toEqual([]);
  });

  it("names every command in the hint", () => {
    const [command] = manifest.features.slash_commands;

    const hint = command?.usage_hint.match(/[a-z-]+/g);

    expect(hint).toEqual([...commands.map(({ name }) => name), "name"]);
  });
});

it.each([
  ["a name that is too long", { display_information: { name: "d".repeat(36) } }],
  ["a command without its slash", { features: { slash_commands: [{ command: "depmap" }] } }],
  ["a key that Slack does not know", { settings: { is_fast: true } }],
  ["an address over Socket Mode", { settings: { interactivity: { request_url: ADDRESS } } }],
])("would refuse %s", (_what, change) => {
  expect(SlackManifest.safeParse(merged(slackManifest(), change)).success).toBe(false);
});

it("sends everything over HTTP to one address", () => {
  const { settings, features, oauth_config: oauth } = slackManifest(ADDRESS);

  expect([
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    settings.interactivity.message_menu_options_url,
    features.slash_commands[0]?.url,
  ]).toEqual(Array.from({ length: 4 }, () => `${ADDRESS}/slack/events`));
  expect(oauth.redirect_urls).toEqual([`${ADDRESS}/slack/oauth_redirect`]);
});

it("gives a reason for every scope", () => {
  const reasons = Object.values(SLACK_SCOPES).map((why) => why.trim());

  expect(reasons.filter((why) => why === "")).toEqual([]);
  expect(scopeTable().split("\n")).toHaveLength(reasons.length + 2);
});

/** The first with the second's values in their places. */
function merged(one: unknown, other: unknown): unknown {
  if (typeof one !== "object" || one === null || typeof other !== "object" || !other) return other;
  const all: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) all[key] = merged(all[key], value);
  return Array.isArray(one)
    ? one.map((item, at) => merged(item, Object.values(other)[at] ?? item))
    : all;
}
