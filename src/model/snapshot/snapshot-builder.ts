import { assembleSnapshot } from "./assemble-snapshot.ts";
import type { Component } from "../component.ts";
import type { DependencyTraits } from "../dependency.ts";
import { createColumns, reordered, widened, type DependencyColumns } from "./dependency-columns.ts";
import { groupByKey } from "./group-by-key.ts";
import { createLineStore } from "./line-store.ts";
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

/** A builder over these components, for stores that read millions of rows. O(V + E). */
export function createSnapshotBuilder(components: readonly Component[]): SnapshotBuilder {
  const provenance = createLineStore();
  const traitsOfRow = new Map<number, DependencyTraits>();
  let columns = createColumns(1024);
  let count = 0;

  return {
    add(row) {
      if (count === columns.consumer.length) columns = widened(columns, count * 2);
      columns.consumer[count] = row.consumer;
      columns.provider[count] = row.provider;
      columns.coupling[count] = row.coupling;
      columns.strength[count] = row.strength;
      columns.state[count] = row.state;
      columns.confidence[count] = row.confidence;
      columns.firstSeen[count] = row.firstSeen;
      columns.lastSeen[count] = row.lastSeen;
      columns.provenanceStart[count] = provenance.add(row.provenance);
      if (row.traits) traitsOfRow.set(count, row.traits);
      count += 1;
    },

    build(about) {
      const order = sortedRows(columns, count, components.length);
      const { consumer, provider, coupling, strength, confidence, ...details } = reordered(
        columns,
        order,
      );
      return assembleSnapshot({
        teams: about.teams ?? [],
        ownerships: about.ownerships ?? [],
        journeys: about.journeys ?? [],
        sources: about.sources ?? [],
        asOf: about.asOf,
        version: about.version,
        components,
        consumer,
        provider,
        coupling,
        strength,
        confidence,
        traits: placed(traitsOfRow, order),
        details: { ...details, provenanceText: provenance.bytes() },
      });
    },
  };
}

/** The rows in the order of provider, consumer and coupling: sorted by the least of them first. */
function sortedRows(
  { consumer, provider, coupling }: DependencyColumns,
  count: number,
  components: number,
): Int32Array {
  const byCoupling = groupByKey(coupling.subarray(0, count), COUPLINGS.length).order;
  const byConsumer = groupByKey(consumer.subarray(0, count), components, byCoupling).order;
  return groupByKey(provider.subarray(0, count), components, byConsumer).order;
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
