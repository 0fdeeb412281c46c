import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { exportLines } from "../../src/workflows/map/export-map.ts";
import { manyDependencies, NOW, proposal, saying } from "../contracts/graph-store/sayings.ts";
import { COMPILED, runShell, type ShellRun } from "../support/run-shell.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "depmap-moving-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(COMPILED.NODE_COMPILE_CACHE, { recursive: true, force: true }));

const inFolder = (name: string) => join(folder, name);
const environmentOf = (data: string) => ({ DEPMAP_DATA_DIR: inFolder(data) });
const graphOf = (data: string) =>
  createSqliteGraphStore({ path: join(inFolder(data), "graph.sqlite") });

function depmap(data: string, ...words: string[]): Promise<ShellRun> {
  return runShell(words, environmentOf(data));
}

/** Runs it until `isInTheMiddle`, and presses Ctrl-C. */
async function interrupted(
  words: readonly string[],
  data: string,
  isInTheMiddle: () => Promise<boolean>,
): Promise<{ code: number | null; complaints: string }> {
  const child = spawn(process.execPath, ["src/main.ts", ...words], {
    env: { ...COMPILED, ...environmentOf(data) },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 20_000,
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  const complaints = text(child.stderr);
  while (child.exitCode === null && !(await isInTheMiddle())) await sleep(5);
  child.kill("SIGINT");
  return { code: (await ended)[0], complaints: await complaints };
}

/** An export of a map with this many dependencies; the rest of it is small. */
async function writeExport(path: string, dependencies: number): Promise<void> {
  const store = graphOf("origin");
  await store.say(saying("import:estate", manyDependencies(dependencies), { complete: true }));
  await store.propose(proposal("p1"));
  let lines = "";
  for await (const line of exportLines(store, { now: NOW })) lines += `${line}\n`;
  writeFileSync(path, lines);
  await store.close();
}

describe("a map that moves in a shell", () => {
  it("comes into an empty data folder with its audit log, and answers there", async () => {
    await depmap("old", "import", "examples/estate.yaml");
    const exported = await depmap("old", "export", inFolder("map.jsonl.gz"));
    const imported = await depmap("new", "import", inFolder("map.jsonl.gz"));

    expect(exported).toMatchObject({ code: 0, complaints: "" });
    expect(imported).toMatchObject({ code: 0, complaints: "" });
    expect((await depmap("new", "verify-audit")).out).toBe(
      (await depmap("old", "verify-audit")).out,
    );
    const [first, second] = [
      await depmap("old", "export", "-"),
      await depmap("new", "export", "-"),
    ];
    expect(second.out.split("\n").slice(1)).toEqual(first.out.split("\n").slice(1));
  }, 60_000);

  it("does not come into a map that holds something", async () => {
    await writeExport(inFolder("map.jsonl"), 3);
    await depmap("busy", "import", "examples/estate.yaml");
    const before = await depmap("busy", "export", "-");
    const { code, complaints } = await depmap("busy", "import", inFolder("map.jsonl"));

    expect(code).toBe(2);
    expect(complaints).toMatch(/holds something already .*; name an empty data folder/);
    const after = await depmap("busy", "export", "-");
    expect(after.out.split("\n").slice(1)).toEqual(before.out.split("\n").slice(1));
  }, 30_000);

  it("goes on after Ctrl-C in the middle", async () => {
    await writeExport(inFolder("map.jsonl"), 12_000);
    const watching = graphOf("new");
    const hasBegun = async () => (await watching.assertions()).items.length > 0;
    const { code, complaints } = await interrupted(
      ["import", inFolder("map.jsonl")],
      "new",
      hasBegun,
    );
    await watching.close();

    expect({ code, complaints }).toEqual({
      code: 130,
      complaints: expect.stringMatching(/^interrupted while restoring; run it again to go on/),
    });
    const again = await depmap("new", "import", inFolder("map.jsonl"));
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("12,000 assertions") });
    const [first, second] = [
      await depmap("origin", "export", "-"),
      await depmap("new", "export", "-"),
    ];
    expect(second.out.split("\n").slice(1)).toEqual(first.out.split("\n").slice(1));
  }, 60_000);
});

describe("an import that is interrupted", () => {
  it("says how to go on, has written all or nothing, and goes on", async () => {
    const names = Array.from(
      { length: 10_000 },
      (_, place) => `  part-${place}: { depends-on: [ledger] }`,
    );
    writeFileSync(inFolder("estate.yaml"), ["components:", ...names].join("\n"));
    await depmap("data", "migrate");
    const isInTheMiddle = heldForLong(join(inFolder("data"), "graph.sqlite"));
    const words = ["import", inFolder("estate.yaml")];
    const { code, complaints } = await interrupted(words, "data", isInTheMiddle);

    expect({ code, complaints }).toEqual({
      code: 130,
      complaints: expect.stringMatching(/^interrupted while importing estate:estate; run the same/),
    });
    expect(await depmap("data", "export", "-")).toMatchObject({
      complaints: expect.stringContaining(" 0 assertions"),
    });
    expect(await depmap("data", ...words)).toMatchObject({
      code: 0,
      out: expect.stringContaining("20000"),
    });
  }, 60_000);
});

/** Has another process been writing for a quarter of a second? */
function heldForLong(path: string): () => Promise<boolean> {
  const database = new DatabaseSync(path, { timeout: 0 });
  let times = 0;
  return async () => {
    try {
      database.exec("BEGIN IMMEDIATE; ROLLBACK");
      times = 0;
    } catch {
      times += 1;
    }
    if (times < 5) await sleep(50);
    else database.close();
    return times >= 5;
  };
}

it("says where the map is, and how its schema was", async () => {
  const first = await depmap("data", "migrate");
  const second = await depmap("data", "migrate");

  expect(first.out).toMatch(/graph\.sqlite: schema [1-9]\d* \(before: 0\)\n$/);
  expect(second.out).toMatch(/graph\.sqlite: schema [1-9]\d* \(as it was\)\n$/);
}, 30_000);

it("names in its help what moves a map", async () => {
  const { out } = await depmap("data", "help");

  for (const word of ["import PATH…", "export FILE", "migrate"]) expect(out).toContain(`  ${word}`);
}, 30_000);

it.each([
  [["export"], /export needs one file/],
  [["migrate", "now"], /migrate takes no further words/],
  [["import", "a.jsonl", "estate.yaml"], /a\.jsonl is an export: it goes by itself/],
  [["import", "nowhere.jsonl"], /cannot read nowhere\.jsonl/],
])("refuses depmap %j with a next step", async (words, complaint) => {
  const { code, complaints } = await depmap("data", ...words);

  expect(code).toBe(2);
  expect(complaints).toMatch(complaint);
});
