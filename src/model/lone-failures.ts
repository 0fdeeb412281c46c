import type { ComponentIndex } from "./snapshot/snapshot-layout.ts";

/**
 * What each component's failure does when nothing else fails: a row per component, a column per figure.
 *
 * The component itself is in no count, but a journey that enters by it is hit.
 */
export interface LoneFailures {
  /** Whose failure the row is about. */
  readonly origin: Int32Array;
  /** How many others go down, get degraded, or only get old data. */
  readonly down: Int32Array;
  readonly degraded: Int32Array;
  readonly stale: Int32Array;
  /** How many journeys lose all their entries. */
  readonly journeysStopped: Int32Array;
  /** How many journeys have an entry that is harmed in any way, the stopped ones included. */
  readonly journeysHit: Int32Array;
}

/** So many empty rows. */
export function createLoneFailures(rows: number): LoneFailures {
  return {
    origin: new Int32Array(rows),
    down: new Int32Array(rows),
    degraded: new Int32Array(rows),
    stale: new Int32Array(rows),
    journeysStopped: new Int32Array(rows),
    journeysHit: new Int32Array(rows),
  };
}

/** Puts rows in their places in a table that has a row for every component, in the components' order. */
export function putRows(table: LoneFailures, rows: LoneFailures): void {
  for (const [row, origin] of rows.origin.entries()) {
    for (const column of COLUMNS) table[column][origin] = rows[column][row] as number;
  }
}

const COLUMNS = [
  "origin",
  "down",
  "degraded",
  "stale",
  "journeysStopped",
  "journeysHit",
] as const satisfies readonly (keyof LoneFailures)[];

/** One component's row in such a table. */
export function loneFailureOf(
  table: LoneFailures,
  origin: ComponentIndex,
): Readonly<Record<keyof LoneFailures, number>> {
  const figure = (column: keyof LoneFailures) => table[column][origin] as number;
  return {
    origin: figure("origin"),
    down: figure("down"),
    degraded: figure("degraded"),
    stale: figure("stale"),
    journeysStopped: figure("journeysStopped"),
    journeysHit: figure("journeysHit"),
  };
}
