import { z } from "zod";

const web = (max: number) => z.url({ protocol: /^https$/ }).max(max);
const words = (max: number) => z.string().min(1).max(max);
const scopes = z.array(words(50)).max(255);
const events = z.array(words(50)).max(100).refine(isDistinct, "an event stands twice");

/** An app's manifest, as far as Slack publishes what it takes and depmap uses it; any other key is refused. */
export const SlackManifest = z
  .strictObject({
    _metadata: z.strictObject({
      major_version: z.union([z.literal(1), z.literal(2)]).optional(),
      minor_version: z.number().int().optional(),
    }),
    display_information: z.strictObject({
      name: words(35),
      description: words(140).optional(),
      long_description: z.string().min(175).max(4000).optional(),
      background_color: z
        .string()
        .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)
        .optional(),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean().optional(),
        messages_tab_enabled: z.boolean().optional(),
        messages_tab_read_only_enabled: z.boolean().optional(),
      }),
      bot_user: z.strictObject({
        display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/),
        always_online: z.boolean().optional(),
      }),
      shortcuts: z
        .array(
          z.strictObject({
            name: words(24),
            type: z.enum(["message", "global"]),
            callback_id: words(255),
            description: words(150),
          }),
        )
        .min(1)
        .max(5),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
            url: web(3000).optional(),
            description: words(2000),
            usage_hint: words(1000).optional(),
            should_escape: z.boolean().optional(),
          }),
        )
        .min(1)
        .max(5),
    }),
    oauth_config: z.strictObject({
      redirect_urls: z.array(web(2500)).max(1000).optional(),
      scopes: z.strictObject({ bot: scopes, user: scopes.optional() }),
    }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        request_url: web(3500).optional(),
        bot_events: events,
        user_events: events.optional(),
      }),
      interactivity: z.strictObject({
        is_enabled: z.boolean(),
        request_url: web(3500).optional(),
        message_menu_options_url: web(3500).optional(),
      }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .refine(({ features, settings }) => {
    const { event_subscriptions: heard, interactivity } = settings;
    const urls = [heard.request_url, interactivity.request_url, features.slash_commands[0]?.url];
    return urls.every((url) => (url === undefined) === settings.socket_mode_enabled);
  }, "an address where there is Socket Mode, or none where there is not");

function isDistinct(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}
