import { DirectedGraph } from "graphology";
import { bfsFromNode } from "graphology-traversal";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { reach } from "../src/analysis/reach.ts";
import type { Component } from "../src/model/component.ts";
import type { ComponentIndex, Snapshot } from "../src/model/snapshot.ts";
import { syntheticSnapshot } from "./synthetic-estate.ts";

const SAMPLE = 300;

/** Measures blast radii on estates of these sizes, beside graphology's breadth-first search, and prints a table. */
export function benchBlastRadius(sizes: readonly number[]): void {
  const rows = sizes.map((size) => measure(syntheticSnapshot(size)));
  console.table(rows);
}

function measure(snapshot: Snapshot): Record<string, number | string> {
  const components = snapshot.components.length;
  const sample = sampleOf(components);
  const origin = widest(snapshot);
  const id = idAt(snapshot, origin);
  const largest = blastRadius(snapshot, [id]);
  const graph = components > 100_000 ? undefined : graphologyOf(snapshot);
  return {
    components,
    dependencies: snapshot.consumer.length,
    "largest reach": reach(snapshot, origin),
    "hits of it": largest.hits.length,
    "reach alone, ms": median(21, () => reach(snapshot, origin)),
    "full answer, ms": median(21, () => blastRadius(snapshot, [id])),
    "median over a sample, ms": medianOf(
      sample.map((index) => timed(() => blastRadius(snapshot, [idAt(snapshot, index)]))),
    ),
    "graphology reach, ms": graph ? median(5, () => graphologyReach(graph, origin)) : "not built",
  };
}

/** Evenly spread, so that every part of the list has its say. */
function sampleOf(components: number): ComponentIndex[] {
  const size = Math.min(SAMPLE, components);
  return Array.from({ length: size }, (_, place) => Math.floor((place * components) / size));
}

/** The widest reach among the most used, or the first that is nearly everything. */
function widest(snapshot: Snapshot): ComponentIndex {
  const { components, firstUse } = snapshot;
  const busiest = Array.from(components.keys())
    .toSorted((a, b) => usesOf(firstUse, b) - usesOf(firstUse, a))
    .slice(0, 100);
  let best = { index: 0, size: -1 };
  for (const index of busiest) {
    const size = reach(snapshot, index);
    if (size > best.size) best = { index, size };
    if (size > components.length * 0.97) break;
  }
  return best.index;
}

function usesOf(firstUse: Int32Array, index: ComponentIndex): number {
  return (firstUse[index + 1] as number) - (firstUse[index] as number);
}

function graphologyOf(snapshot: Snapshot): DirectedGraph {
  const graph = new DirectedGraph();
  for (const index of snapshot.components.keys()) graph.addNode(index);
  for (const [row, consumer] of snapshot.consumer.entries()) {
    graph.mergeEdge(snapshot.provider[row], consumer);
  }
  return graph;
}

function graphologyReach(graph: DirectedGraph, origin: ComponentIndex): number {
  let count = -1;
  bfsFromNode(graph, origin, () => {
    count += 1;
  });
  return count;
}

function idAt({ components }: Snapshot, index: ComponentIndex): Component["id"] {
  return (components[index] as Component).id;
}

function median(times: number, work: () => unknown): number {
  work();
  work();
  return medianOf(Array.from({ length: times }, () => timed(work)));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] as number) * 1000) / 1000;
}
