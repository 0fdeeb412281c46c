import { globSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const adapters = readdirSync("src/adapters/graph");

it("finds the stores", () => {
  expect(adapters).toContain("sqlite");
});

it.each(adapters)("the store in src/adapters/graph/%s is held to the contract", (adapter) => {
  const tests = globSync(`test/adapters/graph/${adapter}/*.test.ts`);
  const calls = tests.filter((file) =>
    /^\s*graphStoreContract\(/m.test(readFileSync(file, "utf8")),
  );

  expect(calls).not.toEqual([]);
});
