import fc from "fast-check";
import { expect } from "vitest";
import type { GraphStore, StoredRecord } from "../../../src/ports/graph-store.ts";
import { auditRowsOf } from "../../../src/workflows/map/audit-rows.ts";
import { recordsOf } from "../../../src/workflows/map/export-map.ts";
import { verifyAudit } from "../../../src/workflows/map/verify-audit.ts";
import { deeds, doTo, incident, type Deed } from "./deeds.ts";
import {
  contentsOf,
  DAY_MS,
  dependency,
  manyDependencies,
  NOW,
  proposal,
  saying,
} from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** How everything moves to another store. */
export function movingPromises(promise: Promises): void {
  promise(
    "takes in what another held, and goes on from there as that one would",
    async (_, createEmptyStore) => {
      async function after(
        earlier: (store: GraphStore) => Promise<void>,
        later: readonly Deed[],
      ): Promise<{ moved: StoredRecord[]; goneOn: object }> {
        const fresh = await createEmptyStore();
        const { store } = fresh;
        await earlier(store);
        const moved = await allRecords(store);
        const before = await seenIn(store);
        for (const deed of later) await doTo(store, deed);
        const goneOn = {
          before,
          after: await seenIn(store),
          all: await allRecords(store),
        };
        await fresh.dispose();
        return { moved, goneOn };
      }

      await fc.assert(
        fc.asyncProperty(deeds(), deeds(), async (earlier, later) => {
          const first = await after(async (store) => {
            for (const deed of earlier) await doTo(store, deed);
          }, later);
          const second = await after((store) => store.restore(each(first.moved)), later);

          expect(second).toEqual(first);
        }),
        { numRuns: 20 },
      );
    },
  );

  promise(
    "goes on where it was cut short, and tells how many are in",
    async (subject, createEmptyStore) => {
      const records = await manyRecords(subject.store);
      const fresh = await createEmptyStore();
      const { store } = fresh;
      await expect(store.restore(each(records, 4300))).rejects.toThrow("cut here");
      const heard: number[] = [];
      const another = fresh.openAnother();
      await another.restore(each(records), (done) => heard.push(done));

      expect(await allRecords(another)).toEqual(records);
      expect((await another.snapshot(NOW)).consumer).toHaveLength(2500);
      expect(heard).toEqual(heard.toSorted((a, b) => a - b));
      expect(heard.at(-1)).toBe(records.length);
      await fresh.dispose();
    },
  );

  promise("takes in the same twice as if it were once", async (subject, createEmptyStore) => {
    const records = await fewRecords(subject.store);
    const fresh = await createEmptyStore();
    const { store } = fresh;
    await store.restore(each(records));
    const once = await seenIn(store);
    await store.restore(each(records));

    expect(await seenIn(store)).toEqual(once);
    expect(await allRecords(store)).toEqual(records);
    await fresh.dispose();
  });

  promise("grows its version when it takes in a map", async (subject, createEmptyStore) => {
    const records = await fewRecords(subject.store);
    const fresh = await createEmptyStore();
    const { store } = fresh;
    const before = await store.version();
    await store.restore(each(records));

    expect(await store.version()).toBeGreaterThan(before);
    await fresh.dispose();
  });

  promise("takes in nothing beside what it holds already", async (subject, createEmptyStore) => {
    const records = await fewRecords(subject.store);
    const there: Record<string, Deed> = {
      assertions: { say: saying("person:ada", [dependency("x -> y")]) },
      proposals: { propose: proposal("p9") },
      incidents: { incident: { incident: incident("P9"), affected: [] } },
      "audit rows": { look: 1 },
    };
    for (const [what, deed] of Object.entries(there)) {
      const fresh = await createEmptyStore();
      const { store } = fresh;
      await doTo(store, deed);
      const before = await allRecords(store);
      const refused = await store.restore(each(records)).catch((fault: unknown) => fault);

      expect({ what, refused }).toMatchObject({ what, refused: { code: "bad-input" } });
      expect(await allRecords(store)).toEqual(before);
      await fresh.dispose();
    }
  });

  promise("takes in no other records where some were begun", async (subject, createEmptyStore) => {
    const records = await manyRecords(subject.store);
    const fresh = await createEmptyStore();
    const { store } = fresh;
    await expect(store.restore(each(records, 4300))).rejects.toThrow("cut here");
    const before = await allRecords(store);
    const others = records.toSpliced(100, 1);

    await expect(store.restore(each(others))).rejects.toMatchObject({ code: "bad-input" });
    expect(await allRecords(store)).toEqual(before);
    await fresh.dispose();
  });

  promise("knows every source, and when it last said all", async ({ store }) => {
    await store.say(saying("person:ines", [dependency("a -> b")]));
    await store.say(
      saying("import:estate", [dependency("a -> b")], { complete: true, at: NOW + 5 }),
    );

    expect(await store.sources()).toEqual([
      { name: "estate", type: "import", completeAt: NOW + 5 },
      { name: "ines", type: "person", completeAt: 0 },
    ]);
  });

  promise("has the schema of this version, whenever it is brought there", async ({ store }) => {
    const first = await store.migrate();
    const second = await store.migrate();

    expect(first.after).toBeGreaterThan(0);
    expect(second.after).toBe(first.after);
  });
}

/** Every record, as it stands in an export. */
async function allRecords(store: GraphStore): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  for await (const record of recordsOf(store)) all.push(record);
  return all;
}

/** What a reader sees, now and when what was observed is long ago, and whether the audit log holds. */
async function seenIn(store: GraphStore): Promise<object> {
  return {
    now: contentsOf(await store.snapshot(NOW)),
    later: contentsOf(await store.snapshot(NOW + 90 * DAY_MS)),
    audit: await verifyAudit(auditRowsOf(store)),
  };
}

async function fewRecords(store: GraphStore): Promise<StoredRecord[]> {
  await store.say(saying("import:estate", manyDependencies(3), { complete: true }));
  await store.propose(proposal("p1"));
  return await allRecords(store);
}

/** More than go in at once. */
async function manyRecords(store: GraphStore): Promise<StoredRecord[]> {
  const claims = manyDependencies(2500);
  await store.say(saying("import:estate", claims));
  await store.say(saying("observation:mesh", claims));
  return await allRecords(store);
}

async function* each(
  records: readonly StoredRecord[],
  until?: number,
): AsyncGenerator<StoredRecord> {
  for (const [place, record] of records.entries()) {
    if (place === until) throw new Error("cut here");
    yield record;
  }
}
