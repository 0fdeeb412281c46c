import cron from "node-cron";
import { z } from "zod";
import { createSecret } from "./model/secret.ts";

const secret = z.string().min(1).transform(createSecret);
const number = () => z.coerce.number({ error: "not a number" });
const milliseconds = number().int().positive();
const cronExpression = z.string().refine((text) => cron.validate(text), "no cron expression");

/** Words with commas between them. */
const words = () =>
  z.string().transform((list) =>
    list
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
const secretList = () =>
  words()
    .transform((list) => list.map(createSecret))
    .refine((secrets) => secrets.length > 0, "at least one secret");

/**
 * Every environment variable that depmap reads, with its default.
 *
 * `.env.example` and the README's table are made from this. A secret may also be given as a file: `NAME_FILE`.
 */
export const Environment = z.object({
  DEPMAP_DATA_DIR: z.string().default(".depmap").meta({
    description: "Folder for the map, the journal and the chat's messages; the only one written to",
    example: "/var/lib/depmap",
  }),
  DEPMAP_HOST: z.string().default("127.0.0.1").meta({
    description: "Address to listen on; anything but loopback needs DEPMAP_PASSWORD",
    example: "0.0.0.0",
  }),
  DEPMAP_PORT: number().int().min(0).max(65_535).default(3000).meta({
    description: "Port to listen on; 0 takes a free one",
    example: "3000",
  }),
  DEPMAP_PASSWORD: secret.optional().meta({
    description: "Password of the local workspace",
    example: "correct-horse-battery-staple",
  }),
  DEPMAP_ENVIRONMENT: z
    .string()
    .regex(/^[^/\s]+$/, "one word without slashes")
    .default("prod")
    .meta({
      description: "First part of the ids of components whose source names no environment",
      example: "prod",
    }),
  DEPMAP_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .meta({ description: "How much is logged", example: "info" }),
  DEPMAP_INCIDENT_CHANNEL: z.string().min(1).default("incidents").meta({
    description: "Channel for incidents that have none of their own",
    example: "incidents",
  }),
  DEPMAP_CHANNEL_PER_INCIDENT: z
    .enum(["yes", "no"])
    .default("yes")
    .meta({ description: "Open a channel for each incident", example: "yes" }),
  DEPMAP_CHANNEL_PATTERN: z.string().min(1).default("inc-{number}-{title}").meta({
    description: "Name of an incident's own channel, from its {number} and {title}",
    example: "inc-{number}-{title}",
  }),
  DEPMAP_STALE_AFTER_MS: milliseconds.default(900_000).meta({
    description: "Age of the map from which every answer carries a banner",
    example: "900000",
  }),
  DEPMAP_DORMANT_AFTER_DAYS: number().positive().default(30).meta({
    description: "Days after which an observed dependency that is not seen any more is dormant",
    example: "30",
  }),
  DEPMAP_REFRESH_CRON: cronExpression.default("*/30 * * * * *").meta({
    description: "When the map is read again, as a cron expression with seconds",
    example: "*/30 * * * * *",
  }),
  DEPMAP_RECONCILE_CRON: cronExpression.default("0 * * * * *").meta({
    description: "When PagerDuty is asked for incidents whose webhook was lost",
    example: "0 * * * * *",
  }),
  PAGERDUTY_TOKEN: secret.optional().meta({
    description: "REST API key (read only is enough); without it a rehearsal PagerDuty is used",
    example: "u+example-key",
  }),
  PAGERDUTY_WEBHOOK_SECRETS: secretList().optional().meta({
    description:
      "Secrets of the V3 webhook subscriptions, comma separated (old and new while rotating)",
    example: "example-secret",
  }),
  PAGERDUTY_URL: z
    .url({ protocol: /^https?$/ })
    .default("https://api.pagerduty.com")
    .meta({
      description: "PagerDuty's REST API; api.eu.pagerduty.com in Europe",
      example: "https://api.eu.pagerduty.com",
    }),
  PAGERDUTY_DEADLINE_MS: milliseconds.default(5000).meta({
    description: "How long a question to PagerDuty may take before the briefing goes on without it",
    example: "5000",
  }),
  NEO4J_URI: z
    .url({ protocol: /^(bolt|neo4j)(\+s|\+ssc)?$/, error: "no bolt:// or neo4j:// address" })
    .optional()
    .meta({
      description:
        "The graph's Neo4j, shared by all replicas (neo4j:// for a cluster); without it the map is a file",
      example: "neo4j://graph.internal:7687",
    }),
  NEO4J_USER: z.string().min(1).default("neo4j").meta({
    description: "Neo4j's user",
    example: "neo4j",
  }),
  NEO4J_PASSWORD: secret.optional().meta({
    description: "Neo4j's password",
    example: "correct-horse-battery-staple",
  }),
  NEO4J_DATABASE: z.string().min(1).default("neo4j").meta({
    description: "Neo4j's database; nothing else may live in it",
    example: "neo4j",
  }),
  NEO4J_DEADLINE_MS: milliseconds.default(800).meta({
    description: "How long Neo4j may be silent before depmap goes on without it",
    example: "800",
  }),
  DEPMAP_REPLICA: z
    .string()
    .regex(/^\S{1,200}$/, "one word")
    .optional()
    .meta({
      description: "Name of this replica among those that share a Neo4j; the host's name if unset",
      example: "depmap-0",
    }),
  DEPMAP_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "The address at which people's browsers and Slack reach depmap; needed for links to the map and for SLACK_CLIENT_ID",
      example: "https://depmap.example.com",
    }),
  DEPMAP_KEEP_TOPIC: z.enum(["yes", "no"]).default("no").meta({
    description: "Keep an incident's status in the topic of its channel",
    example: "yes",
  }),
  DEPMAP_POSTMORTEM_CHANNEL: z.string().min(1).optional().meta({
    description:
      "Where to ask what was learned, from the incident's {channel}; in the briefing's thread if unset or not there",
    example: "{channel}-postmortem",
  }),
  DEPMAP_NUDGE_AFTER_HOURS: number().nonnegative().default(24).meta({
    description: "Hours after the end of an incident at which to ask, once, what was learned",
    example: "24",
  }),
  SLACK_BOT_TOKEN: secret.optional().meta({
    description: "Slack's bot token, for one workspace; with it depmap talks in Slack",
    example: "xoxb-example",
  }),
  SLACK_APP_TOKEN: secret.optional().meta({
    description: "Slack's app-level token for Socket Mode: no public address is needed",
    example: "xapp-example",
  }),
  SLACK_SIGNING_SECRET: secret.optional().meta({
    description: "Slack's signing secret, for requests over HTTP instead of Socket Mode",
    example: "example-signing-secret",
  }),
  SLACK_APPROVERS: words().default([]).meta({
    description:
      "Who may change the map: user groups' handles (@sre) and member ids, comma separated; owners may change what is theirs",
    example: "@sre,U012AB3CD",
  }),
  SLACK_CAPTURE_EMOJI: z
    .string()
    .regex(/^[a-z0-9_+'-]+$/, "an emoji's name without colons")
    .default("link")
    .meta({
      description: "Reaction that captures a thread's dependencies, an emoji's name without colons",
      example: "link",
    }),
  SLACK_CLIENT_ID: z.string().min(1).optional().meta({
    description:
      "Slack's client id, for several workspaces or an organisation, instead of a bot token",
    example: "1234567890.1234567890",
  }),
  SLACK_CLIENT_SECRET: secret.optional().meta({
    description: "Slack's client secret",
    example: "example-client-secret",
  }),
  SLACK_TOKEN_KEYS: secretList().optional().meta({
    description:
      "Keys that seal the workspaces' tokens, 32 bytes as base64, comma separated (the new one first while rotating)",
    example: "uJ5c0Qf2n8mS1vK7xw9ZbR3tY6eA4dLhGq0pWkXoNsE=",
  }),
  SLACK_WORKSPACES: words()
    .refine((list) => list.length > 0, "at least one id")
    .optional()
    .meta({
      description:
        "Ids of the workspaces and organisations that may install depmap, comma separated",
      example: "T012AB3CD,E012AB3CD",
    }),
  SLACK_URL: z
    .url({ protocol: /^https?$/ })
    .default("https://slack.com/")
    .meta({
      description: "Slack's address; slack-gov.com for GovSlack",
      example: "https://slack-gov.com/",
    }),
});

/** The names of the variables whose values are secrets. */
export const SECRETS = [
  "DEPMAP_PASSWORD",
  "PAGERDUTY_TOKEN",
  "PAGERDUTY_WEBHOOK_SECRETS",
  "NEO4J_PASSWORD",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_CLIENT_SECRET",
  "SLACK_TOKEN_KEYS",
] as const;
