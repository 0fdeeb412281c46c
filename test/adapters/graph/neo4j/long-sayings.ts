import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Neo4jConnection } from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import {
  contentsOf,
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import type { Neo4jServer } from "../../../support/running-neo4j.ts";
import { connectTo, wipe } from "./neo4j-under-test.ts";

const CLAIMS = manyDependencies(4200);
const ALL = saying("import:estate", CLAIMS, { complete: true });

/** What sayings promise that go in in several transactions. */
export function longSayings(server: Neo4jServer): void {
  describe("a saying of many thousand claims", () => {
    const stores: { close(): Promise<void> }[] = [];
    const openOn = (connection: Neo4jConnection) => {
      const store = createNeo4jGraphStore({ connection });
      stores.push(store);
      return store;
    };
    beforeEach(() => wipe(server));
    afterAll(async () => {
      for (const store of stores) await store.close();
    });

    it("goes in in parts, tells how far it is, and is one row in the audit log", async () => {
      const store = openOn(connectTo(server));
      const heard: number[] = [];
      const report = await store.say(ALL, (done, of) => heard.push(done / of));

      expect(report).toMatchObject({ changed: [], retracted: [], unchanged: 0 });
      expect(report.added).toHaveLength(4200);
      expect(heard.length).toBeGreaterThan(2);
      expect(heard).toEqual(heard.toSorted((a, b) => a - b));
      expect(heard.at(-1)).toBe(1);
      expect((await store.snapshot(NOW)).consumer).toHaveLength(4200);
      expect((await store.auditRows(0)).items).toMatchObject([
        { action: "say", detail: { added: 4200, unchanged: 0 } },
      ]);
    }, 60_000);

    it("that was cut short goes on when it is said again, and its audit row tells of both parts", async () => {
      await openOn(connectTo(server)).migrate();
      const cut = openOn(cutAfter(connectTo(server), 1));
      await expect(cut.say(ALL)).rejects.toThrow("cut here");
      const store = openOn(connectTo(server));
      const half = (await store.snapshot(NOW)).consumer.length;
      const report = await store.say(ALL);
      const whole = contentsOf(await store.snapshot(NOW));
      const rows = (await store.auditRows(0)).items;

      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(4200);
      expect(report.added).toHaveLength(4200 - half);
      expect(rows).toMatchObject([{ action: "say", detail: { added: 4200 } }]);
      expect(await store.say(ALL)).toMatchObject({ added: [], changed: [], unchanged: 4200 });
      expect((await store.auditRows(0)).items).toEqual(rows);
      await wipe(server);
      const uncut = openOn(connectTo(server));
      await uncut.say(ALL);
      expect(contentsOf(await uncut.snapshot(NOW))).toEqual(whole);
    }, 60_000);

    it("is refused before anything is written when it would take back too much", async () => {
      const store = openOn(connectTo(server));
      await store.say(ALL);
      const before = { version: await store.version(), audit: await store.auditRows(0) };
      const fewer = saying("import:estate", [dependency("new -> ledger"), ...CLAIMS.slice(1200)], {
        complete: true,
        at: NOW + 1,
      });

      await expect(store.say(fewer)).rejects.toMatchObject({ code: "mass-retraction" });
      expect({ version: await store.version(), audit: await store.auditRows(0) }).toEqual(before);
      const report = await store.say({ ...fewer, force: true });
      expect(report).toMatchObject({ added: [expect.stringContaining("/new ")], unchanged: 3000 });
      expect(report.retracted).toHaveLength(1200);
      expect((await store.auditRows(0)).items.at(-1)).toMatchObject({ action: "force-retraction" });
    }, 60_000);
  });
}

/** A connection that lets so many writes in, and then never again one: the process was killed. */
function cutAfter(connection: Neo4jConnection, writes: number): Neo4jConnection {
  let left = writes;
  return {
    ...connection,
    async write(work, patience) {
      left -= 1;
      if (left < 0) throw new Error("cut here");
      return connection.write(work, patience);
    },
  };
}
