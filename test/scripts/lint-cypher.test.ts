import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "depmap-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** How many lines of this code the linter refuses. */
function refused(code: string): number {
  const config = join(folder, "oxlintrc.json");
  const file = join(folder, "code.ts");
  const jsPlugins = [resolve("scripts/lint/cypher.mjs")];
  const rules = { "depmap/cypher-is-constant": "error" };
  writeFileSync(config, JSON.stringify({ jsPlugins, categories: { correctness: "off" }, rules }));
  writeFileSync(file, code);
  const oxlint = resolve("node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "-c", config, "-f", "json", file], {
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { labels: { span: { line: number } }[] }[];
  };
  return new Set(diagnostics.map(({ labels }) => labels[0]?.span.line)).size;
}

it.each([
  "await run(`MATCH (c {key: '${name}'}) RETURN c`);",
  "await tx.run(`MATCH (c:${name}) RETURN c`);",
  'await run("MATCH (c) WHERE c.key = " + name);',
  'const text = "MERGE (c:" + name + ")";',
  "const text = `UNWIND $rows AS row SET row.${name} = 1`;",
  "await run(text);",
  "await driver.executeQuery(statements[name]);",
])("refuses %s", (code) => {
  expect(refused(code)).toBe(1);
});

it.each([
  "await run(`MATCH (c {key: $key}) RETURN c`, { key });",
  "await run(ALL_COMPONENTS);",
  "const words = `the component ${name} cannot be read`;",
  "await task.run();",
])("lets %s be", (code) => {
  expect(refused(code)).toBe(0);
});
