import { readFileSync } from "node:fs";
import type { z } from "zod";
import { Environment, SECRETS } from "./environment.ts";
import { DepmapError, messageOf } from "./model/errors.ts";

/** The configuration of one process, checked. */
export type Config = z.infer<typeof Environment>;

/** Variables that are of no use without each other. */
const TOGETHER = [
  ["PAGERDUTY_TOKEN", "PAGERDUTY_WEBHOOK_SECRETS"],
  ["NEO4J_URI", "NEO4J_PASSWORD"],
  ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEYS", "SLACK_WORKSPACES"],
] as const;

/** Variables that are of no use unless one of the others is there. */
const ONE_OF = [
  ["SLACK_BOT_TOKEN", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]],
  ["SLACK_CLIENT_ID", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]],
  ["SLACK_CLIENT_ID", ["DEPMAP_PUBLIC_URL"]],
  ["SLACK_APP_TOKEN", ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]],
  ["SLACK_SIGNING_SECRET", ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]],
] as const;

/** Variables that say the same thing in two ways. */
const EITHER = [["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]] as const;

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
  const problems = contradictions(parsed.data);
  if (problems.length > 0) {
    throw new DepmapError("bad-config", ["depmap cannot start.", ...problems].join("\n"));
  }
  return parsed.data;
}

/** What is set but does not fit together, each with an example. */
function contradictions(config: Config): string[] {
  const isSet = (name: keyof Config): boolean => config[name] !== undefined;
  const halves = TOGETHER.flatMap((names) => {
    const given = names.find(isSet);
    const missing = names.filter((name) => !isSet(name));
    if (given === undefined) return [];
    const all = names.length === 2 ? "both" : "all of them";
    return missing.map((name) =>
      problem(name, `is missing while ${given} is set; ${all} are needed`),
    );
  });
  const lonely = ONE_OF.flatMap(([name, others]) => {
    if (!isSet(name) || others.some(isSet)) return [];
    return [
      problem(others[0], `is missing while ${name} is set; ${others.join(" or ")} is needed`),
    ];
  });
  const doubled = EITHER.flatMap(([one, other]) =>
    isSet(one) && isSet(other)
      ? [problem(other, `cannot be set together with ${one}; leave one of the two out`)]
      : [],
  );
  return [...new Set([...halves, ...lonely, ...doubled])];
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
