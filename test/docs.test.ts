import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { envExample, withSections } from "../scripts/generated-docs.ts";

it("keeps .env.example as the configuration's schema has it (npm run docs)", () => {
  expect(readFileSync(".env.example", "utf8")).toBe(envExample());
});

it("keeps the README's tables as the code has them (npm run docs)", () => {
  const readme = readFileSync("README.md", "utf8");

  expect(withSections(readme)).toBe(readme);
});
