import { assembleSnapshot } from "./assemble-snapshot.ts";
import type { Component } from "./component.ts";
import type { DependencyTraits } from "./dependency.ts";
import { createColumn } from "./growing-column.ts";
import { groupByKey } from "./group-by-key.ts";
import {
  COUPLINGS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
  type Surroundings,
} from "./snapshot-layout.ts";

/** One dependency in codes: ends as places in the list of components, words as places in their enumeration. */
export interface SnapshotRow {
  readonly consumer: ComponentIndex;
  readonly provider: ComponentIndex;
  readonly coupling: number;
  readonly strength: number;
  readonly state: number;
  readonly confidence: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly traits?: DependencyTraits | undefined;
  /** From `packProvenance`. */
  readonly provenance: string;
}

/** When and from which version the map was read, and what surrounds it. */
export type About = { readonly asOf: number; readonly version: number } & Partial<Surroundings>;

/** Takes dependencies one by one, keeps columns only, and gives the snapshot once. */
export interface SnapshotBuilder {
  add(row: SnapshotRow): void;
  build(about: About): Snapshot;
}

/** Characters of provenance that are turned to bytes at a time: one call for many lines. */
const BATCH = 1 << 16;

/** A builder over these components, for stores that read millions of rows. O(V + E). */
export function createSnapshotBuilder(components: readonly Component[]): SnapshotBuilder {
  const consumers = createColumn(Int32Array);
  const providers = createColumn(Int32Array);
  const couplings = createColumn(Uint8Array);
  const strengths = createColumn(Uint8Array);
  const states = createColumn(Uint8Array);
  const confidences = createColumn(Float32Array);
  const firstSeens = createColumn(Float64Array);
  const lastSeens = createColumn(Float64Array);
  const provenanceStarts = createColumn(Uint32Array);
  const text = createColumn(Uint8Array);
  const traitsOfRow = new Map<number, DependencyTraits>();
  const encoder = new TextEncoder();
  let pending = "";
  let written = 0;
  let lastLine: string | undefined;
  let lastStart = 0;
  let count = 0;

  function provenanceStart(line: string): number {
    if (line === lastLine) return lastStart;
    lastLine = line;
    lastStart = written + pending.length;
    pending += `${line}\n`;
    if (pending.length >= BATCH) flush();
    return lastStart;
  }

  function flush(): void {
    text.append(encoder.encode(pending));
    written += pending.length;
    pending = "";
  }

  return {
    add(row) {
      consumers.push(row.consumer);
      providers.push(row.provider);
      couplings.push(row.coupling);
      strengths.push(row.strength);
      states.push(row.state);
      confidences.push(row.confidence);
      firstSeens.push(row.firstSeen);
      lastSeens.push(row.lastSeen);
      provenanceStarts.push(provenanceStart(row.provenance));
      if (row.traits) traitsOfRow.set(count, row.traits);
      count += 1;
    },

    build(about) {
      flush();
      const byCoupling = groupByKey(couplings.values(), COUPLINGS.length).order;
      const byConsumer = groupByKey(consumers.values(), components.length, byCoupling).order;
      const order = groupByKey(providers.values(), components.length, byConsumer).order;
      return assembleSnapshot({
        teams: about.teams ?? [],
        ownerships: about.ownerships ?? [],
        journeys: about.journeys ?? [],
        sources: about.sources ?? [],
        asOf: about.asOf,
        version: about.version,
        components,
        consumer: consumers.inOrder(order),
        provider: providers.inOrder(order),
        coupling: couplings.inOrder(order),
        strength: strengths.inOrder(order),
        confidence: confidences.inOrder(order),
        traits: placed(traitsOfRow, order),
        details: {
          state: states.inOrder(order),
          firstSeen: firstSeens.inOrder(order),
          lastSeen: lastSeens.inOrder(order),
          provenanceStart: provenanceStarts.inOrder(order),
          provenanceText: text.values(),
        },
      });
    },
  };
}

function placed(
  traitsOfRow: ReadonlyMap<number, DependencyTraits>,
  order: Int32Array,
): Map<DependencyIndex, DependencyTraits> {
  const traits = new Map<DependencyIndex, DependencyTraits>();
  if (traitsOfRow.size === 0) return traits;
  for (const [index, row] of order.entries()) {
    const own = traitsOfRow.get(row);
    if (own) traits.set(index, own);
  }
  return traits;
}
