import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { exportLines } from "../../src/workflows/map/export-map.ts";
import { checkExport, restoreMap } from "../../src/workflows/map/restore-map.ts";
import { deeds, doTo } from "../contracts/graph-store/deeds.ts";
import { contentsOf, NOW } from "../contracts/graph-store/sayings.ts";
import type { StoreUnderTest } from "../contracts/graph-store/store-under-test.ts";

type Make = () => Promise<StoreUnderTest>;

/**
 * Moves maps by their exports from one kind of store to another and back, and loses nothing.
 *
 * Of each kind one store is open at a time, so that making the next may wipe the last.
 */
export function movesBothWays(
  name: string,
  createFirst: Make,
  createSecond: Make,
  numRuns = 15,
): void {
  describe(`moving ${name}`, () => {
    it("gives the same export at every stop, and the same map", async () => {
      await fc.assert(
        fc.asyncProperty(deeds(), async (work) => {
          const origin = await stopAt(createFirst, async (store) => {
            for (const deed of work) await doTo(store, deed);
          });
          const there = await stopAt(createSecond, (store) => takeIn(store, origin.lines));
          const back = await stopAt(createFirst, (store) => takeIn(store, there.lines));

          expect(there).toEqual(origin);
          expect(back).toEqual(origin);
        }),
        { numRuns },
      );
    }, 60_000);
  });
}

/** What a new store holds once it is filled, as lines and as a reader sees it. */
async function stopAt(
  create: Make,
  fill: (store: GraphStore) => Promise<void>,
): Promise<{ readonly lines: readonly string[]; readonly map: object }> {
  const stop = await create();
  try {
    await fill(stop.store);
    const lines: string[] = [];
    for await (const line of exportLines(stop.store, { now: NOW })) lines.push(line);
    return { lines, map: contentsOf(await stop.store.snapshot(NOW)) };
  } finally {
    await stop.dispose();
  }
}

async function takeIn(store: GraphStore, lines: readonly string[]): Promise<void> {
  const from = { name: "map.jsonl", lines: () => inTurn(lines) };
  await checkExport(from);
  await restoreMap(from, store);
}

async function* inTurn(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
