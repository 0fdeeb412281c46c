import { expect } from "vitest";
import { verifyAudit } from "../../../src/workflows/map/verify-audit.ts";
import { auditRowsOf } from "../../../src/workflows/map/audit-rows.ts";
import { contentsOf, dependenciesOf, dependency, NOW, saying } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** What holds when many write at once. */
export function simultaneityPromises(promise: Promises): void {
  promise(
    "loses nothing of eight sources that write at once through two stores",
    async (subject) => {
      const another = subject.openAnother();
      const sayings = Array.from({ length: 8 }, (_, place) =>
        saying(
          `import:source-${place}`,
          [`own-${place} -> ledger`, "shared -> ledger"].map((arrow) => dependency(arrow)),
          { complete: true },
        ),
      );
      await Promise.all(
        sayings.map((said, place) => (place % 2 === 0 ? subject.store : another).say(said)),
      );

      for (const store of [subject.store, another]) {
        const snapshot = await store.snapshot(NOW);
        const shared = dependenciesOf(snapshot).find(({ consumer }) => consumer.endsWith("shared"));
        expect(snapshot.sources).toHaveLength(8);
        expect(snapshot.consumer).toHaveLength(9);
        expect(shared?.provenance).toHaveLength(8);
      }
      expect(await verifyAudit(auditRowsOf(subject.store))).toMatchObject({
        intact: true,
        rows: 8,
      });
    },
  );

  promise("takes down all that one source says at once", async ({ store }) => {
    const places = Array.from({ length: 12 }, (_, place) => place);
    await Promise.all(
      places.map((place) =>
        store.say(saying("person:ines", [dependency(`own-${place} -> ledger`)])),
      ),
    );

    expect(dependenciesOf(await store.snapshot(NOW))).toHaveLength(12);
  });

  promise("shows a reader all of a saying or nothing", async (subject) => {
    const other = subject.openAnother();
    const claims = Array.from({ length: 400 }, (_, place) => dependency(`own-${place} -> ledger`));
    const writing = subject.store.say(saying("import:estate", claims));
    const seen = await Promise.all(
      Array.from({ length: 6 }, async (_, turn) => {
        await new Promise((resolve) => setTimeout(resolve, turn * 5));
        return (await other.snapshot(NOW)).consumer.length;
      }),
    );
    await writing;

    expect([...seen, 0, 400].filter((count) => count !== 0 && count !== 400)).toEqual([]);
    expect((await other.snapshot(NOW)).consumer).toHaveLength(400);
  });

  promise("leaves a snapshot as it was when it was read", async ({ store }) => {
    await store.say(saying("import:estate", [dependency("a -> b")]));
    const snapshot = await store.snapshot(NOW);
    const before = contentsOf(snapshot);
    await store.say(
      saying("import:estate", [dependency("b -> c"), dependency("a -> b", { retries: 1 })]),
    );

    expect(contentsOf(snapshot)).toEqual(before);
  });
}
