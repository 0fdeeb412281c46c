import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import type { Snapshot } from "../../../../src/model/snapshot/snapshot.ts";
import type { GraphStore } from "../../../../src/ports/graph-store.ts";
import {
  contentsOf,
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import { idOf } from "../../../support/graph-of.ts";

let folder: string;
let path: string;
let store: GraphStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-changes-"));
  path = join(folder, "graph.sqlite");
  store = createSqliteGraphStore({ path });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function learn(...arrows: string[]): Promise<unknown> {
  return store.say(
    saying(
      "import:estate",
      arrows.map((arrow) => dependency(arrow)),
    ),
  );
}

/** An earlier map in which one dependency is not what the store says: who reads all puts it right. */
function marked(last: Snapshot): Snapshot {
  return { ...last, strength: last.strength.map(() => 2) };
}

/** Did this map come from the marked one? */
function isPatched(snapshot: Snapshot): boolean {
  return snapshot.strength.includes(2);
}

/** Writes as far as the log is concerned, without the work of saying anything. */
function pretendWrites(count: number): void {
  const database = new DatabaseSync(path);
  const version = Number(
    database.prepare("SELECT value FROM meta WHERE key = 'version'").get()?.["value"],
  );
  const put = database.prepare("INSERT INTO change VALUES (?, 'pretended', 1, '[\"team a\"]')");
  database.exec("BEGIN");
  for (let turn = 1; turn <= count; turn += 1) put.run(version + turn);
  database.prepare("UPDATE meta SET value = value + ? WHERE key = 'version'").run(count);
  database.exec("COMMIT");
  database.close();
}

it("reads only what was touched", async () => {
  await learn("a -> b");
  const last = marked(await store.snapshot(NOW));
  await learn("b -> c");
  const next = await store.snapshot(NOW, last);

  expect(isPatched(next)).toBe(true);
  expect(next.consumer).toHaveLength(2);
});

it("remembers the newest writes only, and reads all for whoever saw none of them", async () => {
  await learn("a -> b");
  const early = marked(await store.snapshot(NOW));
  pretendWrites(900);
  await learn("b -> c");
  const late = await store.snapshot(NOW, early);
  pretendWrites(200);
  await learn("c -> d");

  expect(isPatched(late)).toBe(true);
  expect(isPatched(await store.snapshot(NOW, early))).toBe(false);
  expect(isPatched(await store.snapshot(NOW, late))).toBe(true);
  expect(changes()).toBeLessThanOrEqual(1000);
});

it("reads all after a write that touched more than is worth looking up", async () => {
  await learn("a -> b");
  const last = marked(await store.snapshot(NOW));
  await store.say(saying("import:large", manyDependencies(1200)));

  expect(isPatched(await store.snapshot(NOW, last))).toBe(false);
});

it("does not go on from a map of the future of a file that was put back from a copy", async () => {
  await learn("a -> b");
  await store.close();
  await copyFile(path, join(folder, "copy"));

  store = createSqliteGraphStore({ path });
  await learn("b -> c");
  const lost = await store.snapshot(NOW);
  await store.close();
  await rm(path);
  await copyFile(join(folder, "copy"), path);

  store = createSqliteGraphStore({ path });
  await learn("c -> d");
  const same = await store.snapshot(NOW, lost);
  await learn("d -> e");
  const later = await store.snapshot(NOW, lost);

  expect(same.version).toBe(lost.version);
  for (const snapshot of [same, later]) {
    expect(snapshot.indexOf.has(idOf("d"))).toBe(true);
    expect(snapshot.consumer.length).toBe(snapshot === same ? 2 : 3);
  }
  expect(contentsOf(later)).toEqual(contentsOf(await store.snapshot(NOW)));
});

it("reads all after the whole map was folded anew", async () => {
  await learn("a -> b");
  const last = marked(await store.snapshot(NOW));
  await store.close();
  const database = new DatabaseSync(path);
  database.exec("UPDATE meta SET value = 'older rules' WHERE key = 'folded_with'");
  database.close();

  store = createSqliteGraphStore({ path });
  const next = await store.snapshot(NOW, last);
  expect(isPatched(next)).toBe(false);
  expect(next.version).toBeGreaterThan(last.version);
});

it("goes on with a file from before changes were noted", async () => {
  await learn("a -> b");
  await store.close();
  const database = new DatabaseSync(path);
  database.exec("DROP TABLE change; DROP TABLE installation; PRAGMA user_version = 1");
  database.close();

  store = createSqliteGraphStore({ path });
  const last = marked(await store.snapshot(NOW));
  await learn("b -> c");
  expect(isPatched(await store.snapshot(NOW, last))).toBe(true);
});

function changes(): number {
  const database = new DatabaseSync(path);
  const row = database.prepare("SELECT count(*) AS count FROM change").get();
  database.close();
  return Number(row?.["count"]);
}
