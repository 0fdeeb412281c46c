import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createEstateSource } from "../../src/adapters/sources/estate/estate-source.ts";
import { readSourceFiles } from "../../src/adapters/sources/files/read-source-files.ts";
import { createKubernetesSource } from "../../src/adapters/sources/kubernetes/kubernetes-source.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { importPaths, type ImportFlags } from "../../src/terminal/import-paths.ts";

const ESTATE = `components:
  till: { kind: service, depends-on: [{ on: stock, strength: soft }, { on: watch, as: telemetry }], ownr: me }
`;

let folder: string;
let store: GraphStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-import-"));
  store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  await writeFile(join(folder, "estate.yaml"), ESTATE);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(flags: Partial<ImportFlags> = {}, names = ["estate.yaml"]) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const exitCode = await importPaths({
    paths: names.map((name) => join(folder, name)),
    flags: { environment: "prod", ...flags },
    sources: [createKubernetesSource(), createEstateSource()],
    readFiles: readSourceFiles,
    store,
    clock: { now: () => 1000 },
    actor: "person:anna",
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { exitCode, printed, complaints };
}

it("prints with --dry-run --json what is there, and stores nothing", async () => {
  const { exitCode, printed } = await run({ dryRun: true, json: true });

  expect(exitCode).toBe(0);
  expect(printed.map((text) => JSON.parse(text) as unknown)).toEqual([
    {
      components: [
        { id: "prod/default/till", kind: "service" },
        { id: "prod/default/stock", kind: "service" },
        { id: "prod/default/watch", kind: "service" },
      ],
      dependencies: [
        {
          consumer: "prod/default/till",
          provider: "prod/default/stock",
          coupling: "call",
          strength: "soft",
          evidence: ["estate.yaml:2"],
        },
        {
          consumer: "prod/default/till",
          provider: "prod/default/watch",
          coupling: "telemetry",
          strength: "none",
          evidence: ["estate.yaml:2"],
        },
      ],
      skipped: [{ path: "estate.yaml:2", why: "unknown key `ownr`: did you mean `owner`?" }],
    },
  ]);
  expect((await store.snapshot(2000)).components).toEqual([]);
});

it("prints for people a table, and what was skipped and why", async () => {
  const { exitCode, printed } = await run();

  expect(exitCode).toBe(0);
  expect(printed).toEqual([
    "source         components  dependencies  other  added  changed  retracted  unchanged",
    "estate:estate           1             2      0      3        0          0          0",
    "1 files read, 1 skipped:",
    "  estate.yaml:2  unknown key `ownr`: did you mean `owner`?",
  ]);
});

it("names each fact that a later import adds, changes or takes back", async () => {
  await run();
  await writeFile(
    join(folder, "estate.yaml"),
    "components:\n  till: { kind: job, depends-on: [stock, lamp] }\n",
  );

  const { printed } = await run({ force: true });

  expect(printed.filter((line) => /^ {2}[+~-] /.test(line))).toEqual([
    "  + dependency prod/default/till prod/default/lamp call",
    "  ~ component prod/default/till",
    "  ~ dependency prod/default/till prod/default/stock call",
    "  - dependency prod/default/till prod/default/watch telemetry",
  ]);
});

it("prints with --json each fact that was added, changed or taken back", async () => {
  const { printed } = await run({ json: true });

  expect(JSON.parse(printed[0] ?? "")).toMatchObject({
    sources: [{ source: "estate:estate", added: { length: 3 }, retracted: [], unchanged: 0 }],
  });
});

it("shows ten of many, and how many more there are", async () => {
  const bad = Array.from({ length: 14 }, (_, index) => `  c${index}: { bad: 1 }\n`).join("");
  await writeFile(join(folder, "estate.yaml"), `components:\n${bad}`);

  const { printed } = await run();

  expect(printed).toHaveLength(3 + 10 + 1);
  expect(printed.at(-1)).toBe("  +4 more (--json shows all)");
});

it("exits with 1 and a complaint when there is nothing to import", async () => {
  await writeFile(join(folder, "values.yaml"), "replicas: 1\n");

  const { exitCode, complaints } = await run({}, ["values.yaml"]);

  expect(exitCode).toBe(1);
  expect(complaints[0]).toMatch(
    /^nothing to import in .*values\.yaml: 1 YAML or JSON files were read/,
  );
});

it("exits with 1 and the reason when a source is refused", async () => {
  await run();
  await writeFile(join(folder, "estate.yaml"), "components:\n  stock:\n");

  const { exitCode, complaints } = await run();

  expect(exitCode).toBe(1);
  expect(complaints[0]).toMatch(/^refused: estate:estate would take back 3 of its 3 facts/);
});

it("prints no control character that a file put into a name", async () => {
  await writeFile(join(folder, "estate.yaml"), 'components:\n  till: { "\\e[2J": 1 }\n');

  const { printed } = await run();

  expect(printed.join("")).not.toMatch(/\p{Cc}/u);
});

it("asks for a path when it gets none", async () => {
  await expect(run({}, [])).rejects.toMatchObject({ code: "bad-input" });
});
