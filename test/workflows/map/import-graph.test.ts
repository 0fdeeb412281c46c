import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createEstateSource } from "../../../src/adapters/sources/estate/estate-source.ts";
import { createKubernetesSource } from "../../../src/adapters/sources/kubernetes/kubernetes-source.ts";
import type { Skipped } from "../../../src/ports/graph-source.ts";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { importGraph, type Import } from "../../../src/workflows/map/import-graph.ts";

let folder: string;
let store: GraphStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-import-"));
  store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Imports texts as if they stood in one tree; the name `x.yaml` of a text decides who reads it. */
function run(
  texts: Readonly<Record<string, string>>,
  {
    tree = "shop",
    skipped = [],
    ...more
  }: Partial<Import> & { tree?: string; skipped?: Skipped[] } = {},
) {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text, tree }));
  return importGraph({
    paths: [tree],
    sources: [createKubernetesSource(), createEstateSource()],
    readFiles: () => Promise.resolve({ files, skipped }),
    store,
    clock: { now: () => 1000 },
    environment: "prod",
    actor: "import:test",
    ...more,
  });
}

/** An estate of that many components that depend on nothing. */
const estateOf = (...names: string[]) => ({
  "estate.yaml": `components:\n${names.map((name) => `  ${name}:\n`).join("")}`,
});
const names = (letters: string) => letters.split("");
const idsInStore = async () =>
  (await store.snapshot(2000)).components
    .map(({ id }) => id.replace("prod/default/", ""))
    .toSorted();

it("puts what each source says into the map, under the name of its tree", async () => {
  const { sources } = await run({
    "estate.yaml": "components:\n  till: { depends-on: [stock] }\n",
    "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: stock }\nspec: { containers: [] }\n",
  });

  expect(sources.map(({ source, report }) => [source.name, report?.added.length])).toEqual([
    ["kubernetes:shop", 1],
    ["estate:shop", 2],
  ]);
  expect(await idsInStore()).toEqual(["stock", "till"]);
});

it("changes nothing when it reads the same again", async () => {
  await run(estateOf("a", "b"));
  const { sources } = await run(estateOf("a", "b"));

  expect(sources[0]?.report).toEqual({ added: [], changed: [], retracted: [], unchanged: 2 });
});

it("reports what was added, changed and taken back", async () => {
  await run(estateOf(...names("abcdefgh")));
  const { sources } = await run({
    "estate.yaml": `${estateOf(...names("abcdefgi"))["estate.yaml"]}`.replace(
      "  a:",
      "  a: { kind: job }",
    ),
  });

  expect(sources[0]?.report).toEqual({
    added: ["component prod/default/i"],
    changed: ["component prod/default/a"],
    retracted: ["component prod/default/h"],
    unchanged: 6,
  });
});

it("takes nothing of one tree back for another", async () => {
  await run(estateOf("a", "b", "c"), { tree: "first" });
  await run(estateOf("x"), { tree: "second" });

  expect(await idsInStore()).toEqual(["a", "b", "c", "x"]);
});

it("refuses to take back more than a fifth, says what to do, and lets the other sources go on", async () => {
  await run(estateOf(...names("abcdefgh")));
  const { sources } = await run({
    ...estateOf("a"),
    "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: stock }\nspec: { containers: [] }\n",
  });

  expect(
    sources.map(({ report, refused }) => [report?.added.length, refused?.slice(-109)]),
  ).toEqual([
    [1, undefined],
    [
      undefined,
      expect.stringContaining(
        "If this is another tree, name it with --as NAME; if it is right, add --force.",
      ),
    ],
  ]);
  expect(await idsInStore()).toEqual([...names("abcdefgh"), "stock"]);
});

it("takes back as much as it is forced to", async () => {
  await run(estateOf(...names("abcdefgh")));
  await run(estateOf("a"), { force: true });

  expect(await idsInStore()).toEqual(["a"]);
});

it("takes nothing back while a file is broken, and does once it is well", async () => {
  await run({ ...estateOf(...names("abcdefgh")), "b.estate.yaml": "components:\n  z:\n" });
  const broken = await run({ ...estateOf(...names("abcdefg")), "b.estate.yaml": "components: {" });
  const afterBroken = await idsInStore();
  await run({ ...estateOf(...names("abcdefg")), "b.estate.yaml": "components:\n  z:\n" });

  expect(broken.sources[0]).toMatchObject({ isPartial: true, report: { retracted: [] } });
  expect(afterBroken).toEqual([...names("abcdefgh"), "z"]);
  expect(await idsInStore()).toEqual([...names("abcdefg"), "z"]);
});

it("takes nothing back while a file cannot be read", async () => {
  await run(estateOf(...names("abcdefgh")));
  const skipped = [{ path: "b.yaml", why: "no permission", unread: true }];
  await run(estateOf(...names("abcdefg")), { skipped });

  expect(await idsInStore()).toEqual(names("abcdefgh"));
});

it("stores nothing in a dry run, and needs no store", async () => {
  const { sources } = await run(estateOf("a"), { dryRun: true, store: undefined });

  expect(sources.map(({ claims, report }) => [claims.length, report])).toEqual([[1, undefined]]);
  expect(await idsInStore()).toEqual([]);
});

it("names the files that nobody reads", async () => {
  const { skipped, sources } = await run({ "values.yaml": "replicas: 2\n" });

  expect(sources).toEqual([]);
  expect(skipped).toEqual([
    { path: "values.yaml", why: "neither Kubernetes manifests nor an estate file: left out" },
  ]);
});

it("names the tree as it is told to, whatever signs that has", async () => {
  const { sources } = await run(estateOf("a"), { as: "west\u0007 coast" });

  expect(sources[0]?.source.name).toBe("estate:west-coast");
});
