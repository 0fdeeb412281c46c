import { readFileSync } from "node:fs";
import cron from "node-cron";
import { z } from "zod";
import { DepmapError, messageOf } from "./model/errors.ts";
import { createSecret } from "./model/secret.ts";

const secret = z.string().min(1).transform(createSecret);
const number = () => z.coerce.number({ error: "not a number" });
const milliseconds = number().int().positive();
const cronExpression = z.string().refine((text) => cron.validate(text), "no cron expression");

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
  PAGERDUTY_WEBHOOK_SECRETS: z
    .string()
    .transform((list) =>
      list
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== "")
        .map(createSecret),
    )
    .refine((secrets) => secrets.length > 0, "at least one secret")
    .optional()
    .meta({
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
});

/** The configuration of one process, checked. */
export type Config = z.infer<typeof Environment>;

/** The names of the variables whose values are secrets. */
export const SECRETS = [
  "DEPMAP_PASSWORD",
  "PAGERDUTY_TOKEN",
  "PAGERDUTY_WEBHOOK_SECRETS",
  "NEO4J_PASSWORD",
] as const;

/** Variables that are of no use without each other. */
const PAIRS = [
  ["PAGERDUTY_TOKEN", "PAGERDUTY_WEBHOOK_SECRETS"],
  ["NEO4J_URI", "NEO4J_PASSWORD"],
] as const;

/**
 * The configuration that this environment describes; nobody else reads the environment.
 *
 * An empty variable counts as unset. Throws `bad-config`, naming every wrong variable with what is wrong and an
 * example; never shows a secret's value.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = (path) => readFileSync(path, "utf8"),
): Config {
  const values = Object.fromEntries(
    Object.entries(withSecretFiles(environment, readFile)).filter(([, value]) => value !== ""),
  );
  const parsed = Environment.safeParse(values);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      problem(String(path[0]), message),
    );
    throw new DepmapError("bad-config", ["depmap cannot start.", ...problems].join("\n"));
  }
  for (const pair of PAIRS) {
    const missing = pair.filter((name) => parsed.data[name] === undefined);
    if (missing.length !== 1) continue;
    const words = `is missing while ${pair.find((name) => name !== missing[0])} is set; both are needed`;
    throw new DepmapError(
      "bad-config",
      `depmap cannot start.\n${problem(String(missing[0]), words)}`,
    );
  }
  return parsed.data;
}

function withSecretFiles(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Record<string, string | undefined> {
  const values = { ...environment };
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`];
    if (!path || values[name]) continue;
    try {
      values[name] = readFile(path).trim();
    } catch (cause) {
      const words = `cannot be read: ${messageOf(cause)}`;
      throw new DepmapError(
        "bad-config",
        `depmap cannot start.\n${problem(`${name}_FILE`, words)}`,
        {
          cause,
        },
      );
    }
  }
  return values;
}

function problem(name: string, words: string): string {
  const shape: Readonly<Record<string, z.ZodType>> = Environment.shape;
  const example = shape[name.replace(/_FILE$/, "")]?.meta()?.["example"];
  return `  ${name}: ${words}; for example ${name}=${name.endsWith("_FILE") ? "/run/secrets/name" : String(example)}`;
}
