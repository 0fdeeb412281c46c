import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readConfig } from "../../src/config.ts";
import { Environment } from "../../src/environment.ts";
import { answeringRoutes } from "./answering-routes.ts";

const duration = z.string().regex(/^\d+(ms|s|m)$/);
const bytes = z.string().regex(/^\d+[kmg]$/);

/**
 * What our services say, in the words of the Compose specification. Anything else is refused: there is no Docker
 * engine here, and a misspelt key would be found by nobody.
 */
const Service = z.strictObject({
  image: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  build: z.literal(".").optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.literal("service_healthy"), required: z.boolean() }),
    )
    .optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, "on loopback only")),
  volumes: z.array(z.string().regex(/^[a-z-]+:\/[a-z]+$/, "a named volume")),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal("CMD"), z.string()], z.string()),
    interval: duration,
    timeout: duration,
    retries: z.number().int().optional(),
    start_period: duration,
  }),
  stop_grace_period: duration,
  mem_limit: bytes,
  read_only: z.literal(true).optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.literal("ALL")).optional(),
  security_opt: z.tuple([z.literal("no-new-privileges:true")]),
  restart: z.literal("unless-stopped"),
});

const Compose = z.strictObject({
  services: z.strictObject({ depmap: Service, neo4j: Service }),
  volumes: z.record(z.string(), z.null()),
});

const { services, volumes } = Compose.parse(parse(readFileSync("compose.yaml", "utf8")));
const { depmap, neo4j } = services;

const PASSWORDS = { DEPMAP_PASSWORD: "for the workspace", NEO4J_PASSWORD: "for the graph" };

it("starts depmap alone, or with the profile when its Neo4j is well", () => {
  expect(neo4j).toMatchObject({ image: "neo4j:5.26-community", profiles: ["neo4j"] });
  expect(depmap.profiles).toBeUndefined();
  expect(depmap.depends_on).toEqual({ neo4j: { condition: "service_healthy", required: false } });
});

it("declares each volume that is mounted, and no other", () => {
  const mounted = [...depmap.volumes, ...neo4j.volumes].map((volume) => volume.split(":")[0]);

  expect(mounted).toEqual(Object.keys(volumes));
  expect(neo4j.volumes).toContain("graph:/data");
});

it("sets only variables that depmap reads", () => {
  const known = new Set(Object.keys(Environment.shape));

  expect(Object.keys(depmap.environment).filter((name) => !known.has(name))).toEqual([]);
});

it("gives depmap a configuration that leads to its Neo4j, with one password for both", () => {
  const config = readConfig(filledIn(depmap.environment, PASSWORDS));
  const uri = new URL(config.NEO4J_URI ?? "");

  expect(Object.keys(services)).toContain(uri.hostname);
  expect(neo4j.ports).toContain(`127.0.0.1:${uri.port}:${uri.port}`);
  expect(filledIn(neo4j.environment, PASSWORDS)["NEO4J_AUTH"]).toBe(
    `${config.NEO4J_USER}/${PASSWORDS.NEO4J_PASSWORD}`,
  );
});

it("keeps the map in a file where Neo4j has no password, and elsewhere where an address says so", () => {
  const { DEPMAP_PASSWORD } = PASSWORDS;
  const alone = readConfig(filledIn(depmap.environment, { DEPMAP_PASSWORD }));
  const own = { ...PASSWORDS, NEO4J_URI: "neo4j://graph.internal:7687" };

  expect(alone.NEO4J_URI).toBeUndefined();
  expect(readConfig(filledIn(depmap.environment, own)).NEO4J_URI).toBe(own.NEO4J_URI);
});

it("asks for the workspace's password, and holds none itself", () => {
  expect(() => filledIn(depmap.environment, {})).toThrow("set DEPMAP_PASSWORD");
});

it("asks a route that answers whether depmap is well", async () => {
  const path = /127\.0\.0\.1:3000(\/\w+)/.exec(depmap.healthcheck.test.join(" "))?.[1] ?? "";

  expect(depmap.ports).toEqual(["127.0.0.1:3000:3000"]);
  expect(await answeringRoutes([path])).toEqual([true]);
});

it("asks Neo4j on a port that it publishes", () => {
  const port = /127\.0\.0\.1:(\d+)/.exec(neo4j.healthcheck.test.join(" "))?.[1];

  expect(neo4j.ports).toContain(`127.0.0.1:${port}:${port}`);
});

it("leaves Neo4j more memory than its heap and its page cache take", () => {
  const { environment } = neo4j;
  const setting = (name: string) => megabytes(environment[`NEO4J_server_memory_${name}`] ?? "");

  expect(setting("heap_initial__size")).toBeLessThanOrEqual(setting("heap_max__size"));
  expect(setting("heap_max__size") + setting("pagecache_size")).toBeLessThan(
    megabytes(neo4j.mem_limit),
  );
});

it("gives depmap one place to write to, and no privileges", () => {
  expect(depmap).toMatchObject({ read_only: true, cap_drop: ["ALL"], tmpfs: ["/tmp"] });
  expect(depmap.volumes).toEqual(["data:/data"]);
});

/** Fills variables in as Compose does: `${NAME-default}`, `${NAME:-default}`, `${NAME:+instead}`, `${NAME:?why}`. */
function filledIn(
  values: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const fillOnce = (value: string) =>
    value.replaceAll(
      /\$\{(\w+)(:?)([-?+])([^${}]*)\}/g,
      (_, name: string, colon, sign, rest: string) => {
        const own = given[name];
        const isSet = own !== undefined && !(colon === ":" && own === "");
        if (sign === "+") return isSet ? rest : "";
        if (isSet) return own;
        if (sign === "?") throw new Error(rest);
        return rest;
      },
    );
  // The inner one first: Compose nests them.
  const fill = (value: string): string => {
    const filled = fillOnce(value);
    return filled === value ? value : fill(filled);
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
}

function megabytes(size: string): number {
  const units: Readonly<Record<string, number>> = { m: 1, g: 1024 };
  return Number.parseInt(size, 10) * (units[size.slice(-1)] ?? Number.NaN);
}
