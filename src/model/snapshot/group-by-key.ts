/** Rows sorted by a small whole number: `order[starts[key]] … order[starts[key + 1] - 1]` are the rows of `key`. */
export interface Grouped {
  readonly starts: Int32Array;
  readonly order: Int32Array;
}

/** Sorts rows by key in two passes (a counting sort). Rows of one key keep the order in which `rows` has them. */
export function groupByKey(
  keys: Int32Array | Uint8Array,
  keyCount: number,
  rows?: Int32Array,
): Grouped {
  const count = keys.length;
  const starts = startsOfKeys(keys, keyCount);
  const next = starts.slice();
  const order = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const row = rows ? (rows[place] as number) : place;
    const key = keys[row] as number;
    order[next[key] as number] = row;
    next[key] = (next[key] as number) + 1;
  }
  return { starts, order };
}

/** Where the rows of each key start, once they are sorted; after the last key, how many there are. */
export function startsOfKeys(keys: Int32Array | Uint8Array, keyCount: number): Int32Array {
  const starts = new Int32Array(keyCount + 1);
  for (let row = 0; row < keys.length; row += 1) {
    const key = keys[row] as number;
    starts[key + 1] = (starts[key + 1] as number) + 1;
  }
  for (let key = 0; key < keyCount; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  return starts;
}
