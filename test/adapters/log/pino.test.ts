import { expect, it } from "vitest";
import { createPinoLog } from "../../../src/adapters/log/pino/pino-log.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import { createSecret } from "../../../src/model/secret.ts";

const canary = "canary-9c2e";

function logged(data: object, level: "debug" | "info" | "silent" = "info"): string {
  const lines: string[] = [];
  const log = createPinoLog({ level, destination: { write: (line) => void lines.push(line) } });
  log.info(data, "something happened");
  log.debug(data, "and in detail");
  return lines.join("");
}

it("writes one line of JSON with the sentence, the level and the data", () => {
  const line = JSON.parse(logged({ incident: "P1", alerts: [1, 2] })) as object;

  expect(line).toMatchObject({
    level: "info",
    msg: "something happened",
    incident: "P1",
    alerts: [1, 2],
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
  });
});

it("says nothing below its level, and nothing at all when silent", () => {
  expect(logged({}, "info").split("\n").filter(Boolean)).toHaveLength(1);
  expect(logged({}, "debug").split("\n").filter(Boolean)).toHaveLength(2);
  expect(logged({}, "silent")).toBe("");
});

it.each<[string, object]>([
  ["a secret", { access: createSecret(canary) }],
  ["a secret deep inside", { a: [{ b: new Map([["c", { d: createSecret(canary) }]]) }] }],
  ["a secret as the data itself", createSecret(canary)],
  ["a header", { headers: { Authorization: `Token token=${canary}` } }],
  ["a key by its name", { apiKey: canary, slack_bot_token: canary, "client-secret": canary }],
  ["a password by its name", { dbPassword: canary, PASSWORD: canary }],
  ["a cookie", { headers: { "set-cookie": [canary] } }],
  ["an environment variable", { env: { PAGERDUTY_TOKEN: canary } }],
  ["credentials inside of text", { said: `curl -H "Authorization: Bearer ${canary}"` }],
  ["credentials in an error's words", { fault: new Error(`sent Token token=${canary}`) }],
  [
    "what vendors hang on their errors",
    { fault: Object.assign(new Error("no"), { request: { headers: { a: canary } } }) },
  ],
  [
    "the cause of a cause",
    {
      fault: new Error("a", {
        cause: new Error("b", { cause: { token: canary, inner: createSecret(canary) } }),
      }),
    },
  ],
  ["bytes", { body: Buffer.from(canary) }],
])("never shows %s", (_what, data) => {
  expect(logged(data, "debug")).not.toContain(canary);
});

it("leaves names alone that only look like secrets", () => {
  expect(JSON.parse(logged({ tokens: 7, secretary: "Bea", authorized: true }))).toMatchObject({
    tokens: 7,
    secretary: "Bea",
    authorized: true,
  });
});

it("shows an error with its code, its words and its causes", () => {
  const cause = new Error("disk full");
  const fault = new DepmapError("journal-away", "cannot use the journal", { cause });

  const line = JSON.parse(logged({ fault })) as { fault: { stack: string } };

  expect(line.fault).toMatchObject({
    name: "DepmapError",
    code: "journal-away",
    message: "cannot use the journal",
    cause: { name: "Error", message: "disk full" },
  });
  expect(line.fault.stack).toContain("pino.test.ts");
});

it("shows an error that was handed in as the data itself", () => {
  expect(JSON.parse(logged(new Error("bare")))).toMatchObject({ fault: { message: "bare" } });
});

it("ends, whatever it is given", () => {
  const circle: Record<string, unknown> = { big: 10n, long: "x".repeat(100_000) };
  circle["self"] = circle;
  const error = new Error("round");
  error.cause = error;

  expect(
    logged({ circle, error, list: Array.from({ length: 10_000 }, () => 1) }).length,
  ).toBeLessThan(100_000);
});

it("says that something could not be read rather than failing", () => {
  const trap = Object.defineProperty({}, "x", {
    enumerable: true,
    get() {
      throw new Error("a trap");
    },
  });

  expect(JSON.parse(logged(trap))).toMatchObject({
    unreadable: "a trap",
    msg: "something happened",
  });
});
