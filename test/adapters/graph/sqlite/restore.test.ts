import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GraphStore, StoredRecord } from "../../../../src/ports/graph-store.ts";
import { recordsOf } from "../../../../src/workflows/map/export-map.ts";
import {
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import type { StoreUnderTest } from "../../../contracts/graph-store/store-under-test.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

let origin: StoreUnderTest;
let target: StoreUnderTest;
let records: readonly StoredRecord[];
beforeEach(async () => {
  [origin, target] = [await createSqliteUnderTest(), await createSqliteUnderTest()];
  await origin.store.say(saying("import:estate", manyDependencies(4500)));
  records = await all(origin.store);
});
afterEach(async () => {
  await origin.dispose();
  await target.dispose();
});

async function all(store: GraphStore): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for await (const record of recordsOf(store)) found.push(record);
  return found;
}

/** The records, with something done before one of them; what it throws cuts them short. */
async function* broughtWith(
  place: number,
  deed: () => Promise<void> | void,
): AsyncGenerator<StoredRecord> {
  for (const [index, record] of records.entries()) {
    if (index === place) await deed();
    yield record;
  }
}

const cut = (place: number) =>
  broughtWith(place, () => {
    throw new Error("cut here");
  });

describe("a restore", () => {
  it("keeps what came in before it was cut, and goes on from there", async () => {
    await expect(target.store.restore(cut(4100))).rejects.toThrow("cut here");
    expect((await all(target.store)).length).toBe(4000);

    const heard: number[] = [];
    await target.store.restore(
      broughtWith(-1, () => undefined),
      (done) => heard.push(done),
    );
    expect(heard).toEqual([2000, 4000, records.length]);
    expect(await all(target.store)).toEqual(records);
  });

  it("does not go on once somebody else has written", async () => {
    await expect(target.store.restore(cut(4100))).rejects.toThrow("cut here");
    await target.store.say(saying("person:ines", [dependency("x -> y")]));

    await expect(target.store.restore(broughtWith(-1, () => undefined))).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(
        /holds something already \(2 source rows, 4000 assertion rows/,
      ),
    });
  });

  it("goes in once when two run at the same time", async () => {
    const another = target.openAnother();
    const both = [target.store, another].map((store) =>
      store.restore(broughtWith(-1, () => undefined)).then(
        () => "in",
        (fault: { code: string }) => fault.code,
      ),
    );
    const ends = await Promise.all(both);

    expect(ends.filter((end) => end !== "in" && end !== "bad-input")).toEqual([]);
    await target.store.restore(broughtWith(-1, () => undefined));
    expect(await all(target.store)).toEqual(records);
  });

  it("takes no fact whose source it does not know", async () => {
    const facts = records.slice(1, 3);
    async function* without(): AsyncGenerator<StoredRecord> {
      yield* facts;
    }

    await expect(target.store.restore(without())).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/comes before its source estate; give the sources first/),
    });
    expect(await all(target.store)).toEqual([]);
  });

  it("leaves a reader a whole map at every moment", async () => {
    const seen: number[] = [];
    await target.store.restore(
      broughtWith(
        4200,
        async () => void seen.push((await target.store.snapshot(NOW)).consumer.length),
      ),
    );

    expect(seen).toEqual([3999]);
    expect((await target.store.snapshot(NOW)).consumer).toHaveLength(4500);
  });
});
