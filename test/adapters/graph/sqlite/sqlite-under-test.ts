import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteGraphStore } from "../../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import type { GraphStore } from "../../../../src/ports/graph-store.ts";
import type { StoreUnderTest } from "../../../contracts/graph-store/store-under-test.ts";

/** An empty store in a folder of its own, which is moved elsewhere to take the store away. */
export async function createSqliteUnderTest(): Promise<StoreUnderTest & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-graph-"));
  const data = join(folder, "data");
  const path = join(data, "graph.db");
  const opened: GraphStore[] = [];
  const open = () => {
    const store = createSqliteGraphStore({ path });
    opened.push(store);
    return store;
  };
  return {
    path,
    store: open(),
    openAnother: open,
    takeAway: () => rename(data, join(folder, "elsewhere")),
    bringBack: async () => {
      await rm(data, { recursive: true, force: true });
      await rename(join(folder, "elsewhere"), data);
    },
    async dispose() {
      for (const store of opened) await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
