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

type Column = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A column after the edits: the rows that stay at their new places, and what `valueOf` says of each new one. */
export function patchColumn<Kind extends Column>(
  column: Kind,
  { stretches, places, count }: RowRuns,
  createColumn: new (rows: number) => Kind,
  valueOf: (edit: number) => number,
): Kind {
  const patched = new createColumn(count);
  for (let at = 0; at < stretches.length; at += 3) {
    patched.set(column.subarray(stretches[at], stretches[at + 1]), stretches[at + 2]);
  }
  for (let edit = 0; edit < places.length; edit += 1) {
    const row = places[edit] as number;
    if (row >= 0) patched[row] = valueOf(edit);
  }
  return patched;
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
