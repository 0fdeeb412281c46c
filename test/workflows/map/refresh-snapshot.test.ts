import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSnapshotFile } from "../../../src/adapters/snapshot/file/snapshot-file.ts";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { createSnapshotKeeper } from "../../../src/workflows/map/refresh-snapshot.ts";
import { createSqliteUnderTest } from "../../adapters/graph/sqlite/sqlite-under-test.ts";
import {
  DAY_MS,
  dependenciesOf,
  dependency,
  NOW,
  saying,
} from "../../contracts/graph-store/sayings.ts";
import type { StoreUnderTest } from "../../contracts/graph-store/store-under-test.ts";
import { switchedStore, type SwitchedStore } from "../../support/switched-store.ts";

let folder: string;
let subject: StoreUnderTest;
let now: number;
let readings: number;
let byChange: number;
let warnings: string[];
let switched: SwitchedStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-keeper-"));
  subject = await createSqliteUnderTest();
  now = NOW;
  readings = 0;
  byChange = 0;
  warnings = [];
  switched = switchedStore(subject.store);
});
afterEach(async () => {
  await subject.dispose();
  await rm(folder, { recursive: true });
});

/** The keeper of a process that has just started; it counts how often the map is read. */
function keeper() {
  const store: GraphStore = {
    ...switched.store,
    snapshot: (at, last) => {
      readings += 1;
      if (last) byChange += 1;
      return switched.store.snapshot(at, last);
    },
  };
  const quiet = () => undefined;
  return createSnapshotKeeper({
    store,
    file: createSnapshotFile({ path: join(folder, "snapshot") }),
    clock: { now: () => now },
    deadlineMs: 50,
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

it("reads by change, and the whole map once an hour for what became dormant", async () => {
  const maps = keeper();
  await maps.start();
  await learn("a -> b");
  await maps.refresh();
  expect([readings, byChange]).toEqual([2, 1]);

  now += 3_600_000;
  await learn("b -> c");
  await maps.refresh();
  expect([readings, byChange]).toEqual([3, 1]);
  expect(maps.current().consumer).toHaveLength(2);
});

describe("fresh", () => {
  /** A keeper that has looked a while ago. */
  async function rested() {
    await learn("a -> b");
    const maps = keeper();
    await maps.start();
    now += 2000;
    switched.calls.length = 0;
    return maps;
  }

  it("takes in what was written a moment ago", async () => {
    const maps = await rested();
    await learn("b -> c");
    await maps.fresh();

    expect(maps.current().consumer).toHaveLength(2);
  });

  it("asks the store once for all who come at once, and not at all for a second after", async () => {
    const maps = await rested();
    await Promise.all(Array.from({ length: 20 }, () => maps.fresh()));
    now += 999;
    await maps.fresh();
    expect(switched.calls).toEqual(["version"]);

    now += 1;
    await maps.fresh();
    expect(switched.calls).toEqual(["version", "version"]);
  });

  it("answers from the last map when the store says nothing, and knows since when", async () => {
    const maps = await rested();
    const since = now;
    switched.turn("hung");
    await maps.fresh();
    now += 5000;
    await maps.fresh();

    expect(maps.current().consumer).toHaveLength(1);
    expect(maps.awaySince()).toBe(since);
    switched.release();
  });

  it("knows that the store is back by the first look after", async () => {
    const maps = await rested();
    switched.turn("away");
    await maps.fresh();
    expect(maps.awaySince()).toBe(now);

    switched.turn("there");
    await learn("b -> c");
    now += 1000;
    await maps.fresh();
    expect(maps.awaySince()).toBeUndefined();
    await maps.refresh();
    expect(maps.current().consumer).toHaveLength(2);
    expect(warnings).toHaveLength(1);
  });

  it("does not wait for a long reading, nor call the store away for it, and has its map in the end", async () => {
    const maps = await rested();
    await learn("b -> c");
    switched.turn("hung", "snapshot");
    await Promise.all([maps.fresh(), maps.fresh()]);
    await maps.fresh();
    expect(maps.current().consumer).toHaveLength(1);
    expect(maps.awaySince()).toBeUndefined();

    switched.turn("there");
    switched.release();
    await maps.refresh();
    expect(maps.current().consumer).toHaveLength(2);
  });

  it("leaves the file to the next refresh", async () => {
    const maps = await rested();
    const file = createSnapshotFile({ path: join(folder, "snapshot") });
    await learn("b -> c");
    await maps.fresh();
    expect((await file.load())?.consumer).toHaveLength(1);

    await maps.refresh();
    expect((await file.load())?.consumer).toHaveLength(2);
  });
});

it("knows at its start that the store is away", async () => {
  await learn("a -> b");
  switched.turn("away");
  const maps = keeper();
  await maps.start();

  expect(maps.awaySince()).toBe(NOW);
});

it("starts from the file of an earlier process, and reads only what was written since", async () => {
  await learn("a -> b");
  await keeper().start();
  await learn("b -> c");
  byChange = 0;
  const later = keeper();
  await later.start();

  expect(dependenciesOf(later.current())).toHaveLength(2);
  expect(byChange).toBe(1);
});

it("does not go on by change from the file of another store", async () => {
  await learn("a -> b");
  await keeper().start();
  await subject.dispose();
  subject = await createSqliteUnderTest();
  await learn("c -> d");
  await learn("d -> e");
  switched = switchedStore(subject.store);
  switched.turn("away");
  const maps = keeper();
  await maps.start();
  expect(maps.current().consumer).toHaveLength(1);

  switched.turn("there");
  await maps.refresh();
  expect(dependenciesOf(maps.current()).map(({ consumer }) => consumer)).toEqual(
    dependenciesOf(await subject.store.snapshot(now)).map(({ consumer }) => consumer),
  );
});
