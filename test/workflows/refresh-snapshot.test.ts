import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSnapshotFile } from "../../src/adapters/snapshot/file/snapshot-file.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { createSnapshotKeeper } from "../../src/workflows/refresh-snapshot.ts";
import { createSqliteUnderTest } from "../adapters/graph/sqlite/sqlite-under-test.ts";
import {
  DAY_MS,
  dependenciesOf,
  dependency,
  NOW,
  saying,
} from "../contracts/graph-store/sayings.ts";
import type { StoreUnderTest } from "../contracts/graph-store/store-under-test.ts";

let folder: string;
let subject: StoreUnderTest;
let now: number;
let readings: number;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-keeper-"));
  subject = await createSqliteUnderTest();
  now = NOW;
  readings = 0;
  warnings = [];
});
afterEach(async () => {
  await subject.dispose();
  await rm(folder, { recursive: true });
});

/** The keeper of a process that has just started; it counts how often the whole store is read. */
function keeper() {
  const store: GraphStore = {
    ...subject.store,
    snapshot: (at) => {
      readings += 1;
      return subject.store.snapshot(at);
    },
  };
  const quiet = () => undefined;
  return createSnapshotKeeper({
    store,
    file: createSnapshotFile({ path: join(folder, "snapshot") }),
    clock: { now: () => now },
    log: {
      debug: quiet,
      info: quiet,
      error: quiet,
      warn: (_, sentence) => warnings.push(sentence),
    },
  });
}

function learn(arrow: string): Promise<unknown> {
  return subject.store.say(saying("observation:mesh", [dependency(arrow)]));
}

it("has an empty map at the first start, with the store away and no file", async () => {
  await subject.store.version();
  await subject.takeAway();
  const maps = keeper();
  await maps.start();
  await subject.bringBack();

  expect(maps.current().components).toEqual([]);
  expect(warnings).toEqual(["the graph store is away; answering from the last map"]);
});

it("shows what was written since, and the file has it too", async () => {
  const maps = keeper();
  await maps.start();
  await learn("a -> b");
  await maps.refresh();

  expect(maps.current().consumer).toHaveLength(1);
  expect((await createSnapshotFile({ path: join(folder, "snapshot") }).load())?.version).toBe(
    maps.current().version,
  );
});

it("does not read the store again while nothing was written, and is current all the same", async () => {
  await learn("a -> b");
  const maps = keeper();
  await maps.start();
  now += 60_000;
  expect(maps.age()).toBe(60_000);
  await maps.refresh();

  expect(readings).toBe(1);
  expect(maps.age()).toBe(0);
  expect(maps.current().asOf).toBe(now);
});

it("stays the very same map for a minute, so that nothing is worked out again", async () => {
  await learn("a -> b");
  const maps = keeper();
  await maps.start();
  const before = maps.current();
  now += 59_000;
  await maps.refresh();

  expect(maps.current()).toBe(before);
  expect(maps.age()).toBe(0);
});

it("notices in time what has become dormant, though nothing was written", async () => {
  await learn("a -> b");
  const maps = keeper();
  await maps.start();
  now += 31 * DAY_MS;
  await maps.refresh();

  expect(dependenciesOf(maps.current()).map(({ state }) => state)).toEqual(["dormant"]);
});

it("shares one reading between all who ask at once, and one more between those who come during it", async () => {
  const maps = keeper();
  await maps.start();
  await learn("a -> b");
  readings = 0;
  const first = maps.refresh();
  await learn("b -> c");
  await Promise.all([first, ...Array.from({ length: 10 }, () => maps.refresh())]);

  expect(readings).toBeLessThanOrEqual(2);
  expect(maps.current().consumer).toHaveLength(2);
});

it("keeps the last map and its age while the store is away, and catches up after", async () => {
  await learn("a -> b");
  const maps = keeper();
  await maps.start();
  await subject.takeAway();
  now += 5000;
  await maps.refresh();
  expect(maps.current().consumer).toHaveLength(1);
  expect(maps.age()).toBe(5000);

  await subject.bringBack();
  await learn("b -> c");
  await maps.refresh();
  expect(maps.current().consumer).toHaveLength(2);
  expect(maps.age()).toBe(0);
});

it("starts from the file while the store is away", async () => {
  await learn("a -> b");
  await keeper().start();
  await subject.takeAway();
  now += DAY_MS;
  const maps = keeper();
  await maps.start();
  await subject.bringBack();

  expect(maps.current().consumer).toHaveLength(1);
  expect(maps.age()).toBe(DAY_MS);
});

it("starts empty, and says why, when the store is away and the file is broken", async () => {
  await learn("a -> b");
  await keeper().start();
  const path = join(folder, "snapshot");
  await writeFile(path, (await readFile(path)).subarray(3));
  await subject.takeAway();
  const maps = keeper();
  await maps.start();
  await subject.bringBack();

  expect(maps.current().components).toEqual([]);
  expect(warnings).toContain("the snapshot file cannot be used");
});
