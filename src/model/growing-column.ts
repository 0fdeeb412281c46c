/** The kinds of numbers that a column may hold. */
type Numbers = Int32Array | Uint32Array | Uint8Array | Float32Array | Float64Array;

/** A column of numbers whose length is not known beforehand; far smaller than a list of them. */
export interface GrowingColumn<Column extends Numbers> {
  push(value: number): void;
  append(values: Column): void;
  /** What is in it, without a copy. */
  values(): Column;
  /** A copy in which place `i` holds row `order[i]`. Empties the column, so that both need not fit at once. */
  inOrder(order: Int32Array): Column;
}

/** An empty column of one kind of number. */
export function createColumn<Column extends Numbers>(
  Kind: new (length: number) => Column,
): GrowingColumn<Column> {
  let rows = new Kind(1024);
  let count = 0;

  function makeRoomFor(more: number): void {
    if (count + more <= rows.length) return;
    const wider = new Kind(Math.max(count + more, rows.length * 2));
    wider.set(rows);
    rows = wider;
  }

  return {
    push(value) {
      if (count === rows.length) makeRoomFor(1);
      rows[count] = value;
      count += 1;
    },
    append(values) {
      makeRoomFor(values.length);
      rows.set(values, count);
      count += values.length;
    },
    values: () => rows.subarray(0, count) as Column,
    inOrder(order) {
      const sorted = new Kind(count);
      for (let place = 0; place < count; place += 1) {
        sorted[place] = rows[order[place] as number] as number;
      }
      rows = new Kind(0);
      count = 0;
      return sorted;
    },
  };
}
