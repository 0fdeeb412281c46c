import { inspect } from "node:util";
import { expect, it } from "vitest";
import { createSecret } from "../../src/model/secret.ts";

const canary = "canary-4f1b";
const secret = createSecret(canary);

it("gives its value to whoever asks for it by name", () => {
  expect(secret.reveal()).toBe(canary);
});

it.each<[string, () => unknown]>([
  ["String", () => String(secret)],
  ["joining", () => [secret].join()],
  ["JSON", () => JSON.stringify({ deep: [secret] })],
  ["inspect", () => inspect({ deep: { secret } }, { showHidden: true, depth: 9, getters: true })],
  ["its keys and values", () => inspect(Object.entries(secret))],
  ["a copy", () => inspect({ ...secret })],
])("is hidden from %s", (_way, print) => {
  expect(String(print())).not.toContain(canary);
});
