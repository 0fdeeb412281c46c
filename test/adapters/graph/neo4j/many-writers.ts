import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import type { Snapshot } from "../../../../src/model/snapshot/snapshot.ts";
import type { GraphStore } from "../../../../src/ports/graph-store.ts";
import { auditRowsOf } from "../../../../src/workflows/map/audit-rows.ts";
import { verifyAudit } from "../../../../src/workflows/map/verify-audit.ts";
import {
  component,
  contentsOf,
  denial,
  dependency,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import type { Neo4jServer } from "../../../support/running-neo4j.ts";
import { connectTo, wipe } from "./neo4j-under-test.ts";

const WRITERS = 8;
const SAYINGS = 12;

/** What holds while eight processes write one graph. */
export function manyWriters(server: Neo4jServer): void {
  describe("eight writers of one graph", () => {
    const opened: GraphStore[] = [];
    const open = () => {
      const store = createNeo4jGraphStore({ connection: connectTo(server) });
      opened.push(store);
      return store;
    };
    beforeEach(() => wipe(server));
    afterAll(async () => {
      for (const store of opened) await store.close();
    });

    it("are followed by change without missing anything", async () => {
      const reader = open();
      let isOver = false;
      let followed: Snapshot | undefined;
      let readings = 0;
      const following = (async () => {
        while (!isOver) {
          followed = await reader.snapshot(NOW, followed);
          readings += 1;
        }
      })();
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeALot(open(), writer)));
      isOver = true;
      await following;

      const last = contentsOf(await reader.snapshot(NOW, followed));
      expect(readings).toBeGreaterThan(3);
      expect(last).toEqual(contentsOf(await open().snapshot(NOW)));
      expect(await reader.version()).toBe(WRITERS * SAYINGS);
    }, 60_000);

    it("leave whole readings whole, also one that is read while they write", async () => {
      const reader = open();
      const store = open();
      await store.say(
        saying(
          "import:estate",
          Array.from({ length: 1500 }, (_, place) =>
            dependency(`part-${place} -> hub-${place % 9}`),
          ),
        ),
      );
      let isOver = false;
      const reading = (async () => {
        for (let seen: number[] = []; ;) {
          const { consumer } = await reader.snapshot(NOW);
          seen = [...seen, consumer.length];
          if (isOver) return seen;
        }
      })();
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeALot(open(), writer)));
      isOver = true;
      const seen = await reading;

      // No writer takes one of these back: a reading never shows fewer of them.
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(1500);
      expect(contentsOf(await reader.snapshot(NOW))).toEqual(
        contentsOf(await open().snapshot(NOW)),
      );
      expect(await verifyAudit(auditRowsOf(reader))).toMatchObject({
        intact: true,
        rows: WRITERS * SAYINGS + 1,
      });
    }, 60_000);
  });
}

/** Adds, changes, denies and takes back, among parts that all writers share. */
async function writeALot(store: GraphStore, writer: number): Promise<void> {
  for (let turn = 0; turn < SAYINGS; turn += 1) {
    const at = NOW + turn;
    const claims =
      turn % 4 === 3
        ? [denial(`w-${writer} -> hub-${turn % 5}`)]
        : [
            dependency(`w-${writer} -> hub-${turn % 5}`, { retries: turn }),
            dependency(`hub-${turn % 5} -event-> only-${writer}-${turn}`),
            component(`only-${writer}-${turn}`),
          ];
    const source = turn % 3 === 0 ? "observation" : "import";
    await store.say(
      saying(`${source}:writer-${writer}`, claims, { at, complete: turn % 4 === 2, force: true }),
    );
  }
}
