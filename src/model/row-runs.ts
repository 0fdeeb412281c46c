import { createColumns, type DependencyColumns } from "./dependency-columns.ts";
import type { RowEdit } from "./row-edits.ts";

/** How the rows after a change are put together from those before it. */
export interface RowRuns {
  /** Rows that stay: in threes, the first earlier row, the end, and the place of the first now. */
  readonly stretches: Int32Array;
  /** Where the new row of each edit stands; -1 when it has none. */
  readonly places: Int32Array;
  /** Rows afterwards. */
  readonly count: number;
}

/** Works out where every row goes. `edits` are in the order of their rows. */
export function rowRuns(edits: readonly RowEdit[], rows: number): RowRuns {
  const stretches: number[] = [];
  const places = new Int32Array(edits.length);
  let [from, count] = [0, 0];
  const stayUpTo = (end: number) => {
    if (end <= from) return;
    stretches.push(from, end, count);
    count += end - from;
    from = end;
  };
  for (const [at, { row, isThere, fresh }] of edits.entries()) {
    stayUpTo(row);
    if (isThere) from = row + 1;
    places[at] = fresh ? count : -1;
    if (fresh) count += 1;
  }
  stayUpTo(rows);
  return { stretches: Int32Array.from(stretches), places, count };
}

/** Columns in which the rows that stay stand at their new places; the others are zero. */
export function movedRows(
  columns: DependencyColumns,
  { stretches, count }: RowRuns,
): DependencyColumns {
  const moved = createColumns(count);
  for (const name of Object.keys(columns) as (keyof DependencyColumns)[]) {
    const [before, after] = [columns[name], moved[name]];
    for (let at = 0; at < stretches.length; at += 3) {
      after.set(before.subarray(stretches[at], stretches[at + 1]), stretches[at + 2]);
    }
  }
  return moved;
}

/** Where an earlier row stands now; undefined when it was dropped or replaced. */
export function movedRow({ stretches }: RowRuns, row: number): number | undefined {
  let [low, high] = [0, stretches.length / 3];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle * 3 + 1] as number) <= row) low = middle + 1;
    else high = middle;
  }
  const first = stretches[low * 3];
  if (first === undefined || first > row) return undefined;
  return row - first + (stretches[low * 3 + 2] as number);
}
