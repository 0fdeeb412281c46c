// What we and graphology take on one estate, in a process of its own, so that memory can be weighed. Argument: components.
import { DirectedGraph } from "graphology";
import { bfsFromNode } from "graphology-traversal";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { reach } from "../src/analysis/reach.ts";
import type { ComponentId } from "../src/model/component.ts";
import type { BlastRadius } from "../src/model/impact.ts";
import type { ComponentIndex, Snapshot } from "../src/model/snapshot/snapshot.ts";
import { syntheticSnapshot } from "./synthetic-estate.ts";
import { timesOf, type Times } from "./times.ts";

/** One way of asking, and how long it took. */
export interface GraphWay {
  readonly way: string;
  readonly times: Times;
  /** Memory that it holds, as far as it is its own. */
  readonly mb?: number;
}

/** What the child process says. */
export interface GraphFigures {
  readonly dependencies: number;
  readonly origin: ComponentId;
  readonly reached: number;
  readonly hits: number;
  readonly ways: readonly GraphWay[];
}

/** Up to this size every component is asked about, above it a sample. */
const ALL_UP_TO = 10_000;
const SAMPLE = 1000;
const LARGEST_FOR_GRAPHOLOGY = 100_000;

const [size] = process.argv.slice(2);
if (size !== undefined) process.stdout.write(JSON.stringify(await measure(Number(size))));

async function measure(components: number): Promise<GraphFigures> {
  const empty = heldMb();
  const snapshot = syntheticSnapshot(components);
  const mapMb = heldMb() - empty;
  const origin = widest(snapshot);
  const id = idAt(snapshot, origin);
  const first = await timesOf(1, () => blastRadius(snapshot, [id]));
  const askedMb = heldMb() - empty;
  const runs = components > 100_000 ? 9 : 31;
  const sample = sampleOf(components);
  const each: Times[] = [];
  for (const index of sample) {
    each.push(await timesOf(1, () => blastRadius(snapshot, [idAt(snapshot, index)])));
  }
  const eachMs = each.map(({ bestMs }) => bestMs).toSorted((a, b) => a - b);
  const ofAll = sample.length === components ? "all" : `${sample.length} of all`;
  const largest = blastRadius(snapshot, [id]);
  return {
    dependencies: snapshot.consumer.length,
    origin: id,
    reached: reach(snapshot, origin),
    hits: largest.hits.length,
    ways: [
      {
        way: "depmap, reach alone",
        times: await timesOf(runs, () => reach(snapshot, origin)),
        mb: mapMb,
      },
      { way: "depmap, the first full answer on a new map", times: first, mb: askedMb },
      { way: "depmap, full answer", times: await timesOf(runs, () => blastRadius(snapshot, [id])) },
      {
        way: "depmap, full answer and every hit read out",
        times: await timesOf(runs, () => readOut(blastRadius(snapshot, [id]))),
      },
      {
        way: `depmap, full answer for each component (${ofAll})`,
        times: { bestMs: eachMs[0] as number, medianMs: eachMs[eachMs.length >> 1] as number },
      },
      ...(components > LARGEST_FOR_GRAPHOLOGY ? [] : [await graphologyWay(snapshot, origin)]),
    ],
  };
}

/** Makes every hit with its chain, as somebody does who writes all of it down. */
function readOut({ hits }: BlastRadius): number {
  let links = 0;
  for (const { chain } of hits) links += chain.length;
  return links;
}

async function graphologyWay(snapshot: Snapshot, origin: ComponentIndex): Promise<GraphWay> {
  const before = heldMb();
  const graph = graphologyOf(snapshot);
  const mb = heldMb() - before;
  return {
    way: "graphology, breadth first",
    times: await timesOf(5, () => bfs(graph, origin)),
    mb,
  };
}

/** Evenly spread, so that every part of the list has its say. */
function sampleOf(components: number): ComponentIndex[] {
  const count = components <= ALL_UP_TO ? components : SAMPLE;
  return Array.from({ length: count }, (_, place) => Math.floor((place * components) / count));
}

/** The widest reach among the most used, or the first that is nearly everything. */
function widest(snapshot: Snapshot): ComponentIndex {
  const { components, firstUse } = snapshot;
  const usesOf = (index: ComponentIndex) =>
    (firstUse[index + 1] as number) - (firstUse[index] as number);
  const busiest = Array.from(components.keys()).toSorted((a, b) => usesOf(b) - usesOf(a));
  let best = { index: 0, size: -1 };
  for (const index of busiest.slice(0, 100)) {
    const reached = reach(snapshot, index);
    if (reached > best.size) best = { index, size: reached };
    if (reached > components.length * 0.97) break;
  }
  return best.index;
}

function graphologyOf(snapshot: Snapshot): DirectedGraph {
  const graph = new DirectedGraph();
  for (const index of snapshot.components.keys()) graph.addNode(index);
  for (const [row, consumer] of snapshot.consumer.entries()) {
    graph.mergeEdge(snapshot.provider[row], consumer);
  }
  return graph;
}

function bfs(graph: DirectedGraph, origin: ComponentIndex): number {
  let count = -1;
  bfsFromNode(graph, origin, () => {
    count += 1;
  });
  return count;
}

function idAt({ components }: Snapshot, index: ComponentIndex): ComponentId {
  return components[index]?.id ?? "";
}

/** What the process holds, garbage aside. */
function heldMb(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1e6);
}
