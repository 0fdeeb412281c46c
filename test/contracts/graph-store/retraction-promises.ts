import { expect } from "vitest";
import { idOf } from "../../support/graph-of.ts";
import {
  contentsOf,
  dependenciesOf,
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

const ALL = { complete: true, at: NOW + 1000 };

/** What a source may take back, and what nobody may. */
export function retractionPromises(promise: Promises): void {
  promise(
    "retracts what a complete saying leaves out, and keeps it for the record",
    async ({ store }) => {
      const claims = manyDependencies(10);
      const key = `dependency ${idOf("part-0")} ${idOf("ledger")} call`;
      await store.say(saying("import:estate", claims));
      const report = await store.say(saying("import:estate", claims.slice(1), ALL));

      expect(report.retracted).toEqual([key]);
      expect(dependenciesOf(await store.snapshot(NOW))).toHaveLength(9);
      expect(await store.assertionsAbout(key)).toMatchObject([
        { source: { name: "estate" }, lastSeen: NOW, retractedAt: NOW + 1000 },
      ]);
    },
  );

  promise("retracts nothing when a saying is not complete", async ({ store }) => {
    await store.say(saying("import:estate", manyDependencies(3)));
    const report = await store.say(saying("import:estate", [], { at: NOW + 1000 }));

    expect(report.retracted).toEqual([]);
    expect(dependenciesOf(await store.snapshot(NOW))).toHaveLength(3);
  });

  promise("never takes back what another source said", async ({ store }) => {
    const shared = manyDependencies(10);
    await store.say(saying("import:kubernetes", shared));
    await store.say(saying("person:ines", [...shared, dependency("cart ~> rates")]));
    await store.say(saying("import:kubernetes", [], { ...ALL, force: true }));

    const left = dependenciesOf(await store.snapshot(NOW));
    expect(left).toHaveLength(11);
    expect(
      new Set(left.flatMap(({ provenance }) => provenance.map(({ source }) => source))),
    ).toEqual(new Set(["ines"]));
  });

  promise("refuses to retract more than a fifth, and writes nothing then", async ({ store }) => {
    const claims = manyDependencies(10);
    await store.say(saying("import:estate", claims));
    const before = { version: await store.version(), map: contentsOf(await store.snapshot(NOW)) };
    const three = saying("import:estate", [...claims.slice(3), dependency("new -> ledger")], ALL);

    await expect(store.say(three)).rejects.toMatchObject({ code: "mass-retraction" });
    expect({ version: await store.version(), map: contentsOf(await store.snapshot(NOW)) }).toEqual(
      before,
    );
    expect((await store.auditRows(0)).items).toHaveLength(1);
  });

  promise(
    "retracts exactly a fifth unforced, and counts the next fifth from what is left",
    async ({ store }) => {
      const claims = manyDependencies(10);
      await store.say(saying("import:estate", claims));
      const report = await store.say(saying("import:estate", claims.slice(2), ALL));
      expect(report.retracted).toHaveLength(2);

      const next = saying("import:estate", claims.slice(4), { ...ALL, at: NOW + 2000 });
      await expect(store.say(next)).rejects.toMatchObject({ code: "mass-retraction" });
    },
  );

  promise("retracts more when it is forced, and puts that on record", async ({ store }) => {
    await store.say(saying("import:estate", manyDependencies(10)));
    const forced = { ...ALL, force: true, actor: "person:ines" };
    const report = await store.say(saying("import:estate", [], forced));

    expect(report.retracted).toHaveLength(10);
    expect(contentsOf(await store.snapshot(NOW))).toMatchObject({ components: [], sources: [] });
    expect((await store.auditRows(0)).items.at(-1)).toMatchObject({
      actor: "person:ines",
      action: "force-retraction",
      subject: "estate",
      detail: { retracted: 10 },
    });
  });

  promise("lets a single fact go, however few there are", async ({ store }) => {
    await store.say(saying("import:estate", manyDependencies(2)));
    const report = await store.say(saying("import:estate", manyDependencies(1), ALL));

    expect(report.retracted).toHaveLength(1);
  });

  promise(
    "revives a fact that is said again, with the date of its first sight",
    async ({ store }) => {
      const claims = manyDependencies(6);
      await store.say(saying("import:estate", claims));
      await store.say(saying("import:estate", claims.slice(1), ALL));
      const report = await store.say(saying("import:estate", claims, { ...ALL, at: NOW + 2000 }));

      expect(report.added).toHaveLength(1);
      const revived = dependenciesOf(await store.snapshot(NOW)).find(
        ({ consumer }) => consumer === idOf("part-0"),
      );
      expect(revived).toMatchObject({ firstSeen: NOW, lastSeen: NOW + 2000 });
    },
  );

  promise("heeds no old saying that arrives late", async ({ store }) => {
    const newer = [...manyDependencies(6), dependency("cart -> ledger", { timeoutMs: 90 })];
    await store.say(saying("import:estate", newer, ALL));
    const gone = [dependency("gone -> ledger"), dependency("cart -> ledger", { timeoutMs: 10 })];
    const late = saying("import:estate", gone, { complete: true, at: ALL.at - 500 });
    const report = await store.say(late);

    expect(report).toMatchObject({ added: [], changed: [], retracted: [] });
    const now = dependenciesOf(await store.snapshot(NOW));
    expect(now).toHaveLength(7);
    expect(now).toContainEqual(expect.objectContaining({ timeoutMs: 90, lastSeen: ALL.at }));
  });
}
