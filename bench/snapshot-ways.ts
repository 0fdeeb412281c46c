// One way of coming by the map, in a process of its own, so that its memory is its own. Arguments: way, size, folder.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { DirectedGraph } from "graphology";
import { createSqliteGraphStore } from "../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSnapshotFile } from "../src/adapters/snapshot/file/snapshot-file.ts";
import type { Claim } from "../src/model/assertion.ts";
import type { Component } from "../src/model/component.ts";
import { snapshotFrom, syntheticComponents, syntheticEstate } from "./synthetic-estate.ts";

/** What one way took; `kept` is there so that nothing is thrown away before it is weighed. */
interface Taken {
  readonly ms: number;
  /** Of all threads: what is left of the figure when the machine is busy with something else. */
  readonly cpuMs: number;
  readonly kept: unknown;
}

/** Facts that one saying of the filling holds. */
const MOUTHFUL = 20_000;

const [way = "", size = "0", folder = "."] = process.argv.slice(2);
const components = Number(size);
const graphPath = join(folder, `graph-${size}.db`);
const snapshotPath = join(folder, `snapshot-${size}`);

const ways: Record<string, () => Promise<Taken>> = {
  /** Not a way of reading: fills the store, and says how long that took. */
  async fill() {
    const store = createSqliteGraphStore({ path: graphPath });
    const taken = await timed(async () => {
      for (const claims of mouthfuls()) {
        await store.say({
          source: { name: "synthetic", type: "import" },
          at: 1,
          claims,
          complete: false,
          actor: "bench",
        });
      }
    });
    await store.close();
    return taken;
  },
  sqlite: () => timed(() => createSqliteGraphStore({ path: graphPath }).snapshot(2)),
  async columns() {
    const estate = syntheticEstate(components);
    const named = syntheticComponents(components);
    const taken = await timed(async () => snapshotFrom(estate, named));
    await createSnapshotFile({ path: snapshotPath }).save(taken.kept);
    return taken;
  },
  file: () => timed(() => createSnapshotFile({ path: snapshotPath }).load()),
  async graphology() {
    const { consumer, provider, count } = syntheticEstate(components);
    const named = syntheticComponents(components).map(({ id }) => id);
    return timed(async () => {
      const graph = new DirectedGraph();
      for (const id of named) graph.addNode(id);
      for (let row = 0; row < count; row += 1) {
        graph.mergeEdge(named[consumer[row] as number], named[provider[row] as number], {
          strength: "hard",
          confidence: 0.9,
        });
      }
      return graph;
    });
  },
};

const work = ways[way];
if (!work) throw new Error(`no way is called "${way}"; there are ${Object.keys(ways).join(", ")}`);
const { ms, cpuMs, kept } = await work();
globalThis.gc?.();
const residentMb = process.memoryUsage().rss / 1e6;
const peakMb = process.resourceUsage().maxRSS / 1e3;
process.stdout.write(JSON.stringify({ ms, cpuMs, residentMb, peakMb, kept: typeof kept }));

async function timed<Kept>(
  task: () => Promise<Kept>,
): Promise<{ ms: number; cpuMs: number; kept: Kept }> {
  const start = performance.now();
  const before = process.cpuUsage();
  const kept = await task();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, kept };
}

function* mouthfuls(): Iterable<Claim[]> {
  const { consumer, provider, count } = syntheticEstate(components);
  const named = syntheticComponents(components);
  for (let first = 0; first < count; first += MOUTHFUL) {
    const rows = Array.from({ length: Math.min(MOUTHFUL, count - first) }, (_, row) => first + row);
    yield rows.map((row): Claim => ({
      fact: {
        type: "dependency",
        dependency: {
          consumer: (named[consumer[row] as number] as Component).id,
          provider: (named[provider[row] as number] as Component).id,
          coupling: row % 10 === 0 ? "event" : "call",
          strength: row % 5 === 0 ? "soft" : "hard",
        },
      },
      confidence: 0.9,
      evidence: [`part-${consumer[row]}.yaml:${row % 400}`],
    }));
  }
}
