import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSnapshotFile } from "../../../../src/adapters/snapshot/file/snapshot-file.ts";
import type { Snapshot } from "../../../../src/model/snapshot/snapshot.ts";
import { anyEstate } from "../../../support/any-estate.ts";
import { graphOf, idOf, snapshotOf } from "../../../support/graph-of.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-snapshot-"));
  path = join(folder, "data", "snapshot");
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything in a snapshot, its indexes included, but for its one method. */
function allOf(snapshot: Snapshot): object {
  const dependencies = Array.from(snapshot.consumer, (_, index) => snapshot.dependency(index));
  return { ...snapshot, dependency: dependencies };
}

it("gives nothing before anything was saved", async () => {
  expect(await createSnapshotFile({ path }).load()).toBeUndefined();
});

it("gives back all of any snapshot", async () => {
  const file = createSnapshotFile({ path });
  await fc.assert(
    fc.asyncProperty(anyEstate(), async ({ components, dependencies }) => {
      const snapshot = snapshotOf(dependencies, { components });
      await file.save(snapshot);

      expect(allOf((await file.load()) as Snapshot)).toEqual(allOf(snapshot));
    }),
    { numRuns: 60 },
  );
});

it("gives back what surrounds the dependencies, and when it was read", async () => {
  const file = createSnapshotFile({ path });
  const surroundings = {
    teams: [{ id: "t", name: "Tills" }],
    ownerships: [{ component: idOf("a"), team: "t", sources: ["estate"], lastSeen: 4 }],
    journeys: [{ id: "buy", name: "Buy ☕", entries: [idOf("a")], currency: "EUR" }],
    sources: [{ source: "estate", lastSeen: 4, facts: 3 }],
  };
  await file.save({ ...snapshotOf([], surroundings), asOf: 77, version: 12 });

  expect(await file.load()).toMatchObject({ ...surroundings, asOf: 77, version: 12 });
});

it("refuses a file with any one bit wrong, or cut short anywhere", async () => {
  const file = createSnapshotFile({ path });
  await file.save(graphOf("a -> b", ["b -event-> c", { timeoutMs: 5 }]));
  const good = await readFile(path);

  const anyBit = fc.tuple(fc.constant("bit" as const), fc.nat(good.length * 8 - 1));
  const anyCut = fc.tuple(fc.constant("cut" as const), fc.nat(good.length - 1));
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyBit, anyCut), async ([damage, place]) => {
      const bad = damage === "cut" ? good.subarray(0, place) : Buffer.from(good);
      if (damage === "bit")
        bad.writeUInt8(bad.readUInt8(place >> 3) ^ (1 << (place & 7)), place >> 3);
      await writeFile(path, bad);

      await expect(file.load()).rejects.toMatchObject({
        code: "snapshot-broken",
        message: expect.stringMatching(/cannot use the snapshot file .*; delete it/),
      });
    }),
    { numRuns: 150 },
  );
});

it("leaves the old file when the new one cannot be written, and nothing beside it", async () => {
  const file = createSnapshotFile({ path });
  await file.save(graphOf("a -> b"));
  const unwritable = { ...graphOf("a -> c"), teams: [{ id: "t", name: 1n as unknown as string }] };

  await expect(file.save(unwritable)).rejects.toThrow(/BigInt/);
  expect((await file.load())?.components.map(({ id }) => id)).toEqual([idOf("a"), idOf("b")]);
  expect(await readdir(join(folder, "data"))).toEqual(["snapshot"]);
});

it("holds one whole snapshot when several are saved at once", async () => {
  const file = createSnapshotFile({ path });
  const names = ["a", "b", "c", "d", "e", "f"];
  await Promise.all(names.map((name) => file.save(graphOf(`${name} -> ledger`))));

  expect((await file.load())?.consumer).toHaveLength(1);
  expect(await readdir(join(folder, "data"))).toEqual(["snapshot"]);
});
