/** What is kept of every dependency, a column each; the first `count` rows are in use. */
export interface DependencyColumns {
  readonly consumer: Int32Array;
  readonly provider: Int32Array;
  readonly coupling: Uint8Array;
  readonly strength: Uint8Array;
  readonly state: Uint8Array;
  readonly confidence: Float32Array;
  readonly firstSeen: Float64Array;
  readonly lastSeen: Float64Array;
  readonly provenanceStart: Uint32Array;
}

/** Columns for so many rows, all zero. */
export function createColumns(rows: number): DependencyColumns {
  return {
    consumer: new Int32Array(rows),
    provider: new Int32Array(rows),
    coupling: new Uint8Array(rows),
    strength: new Uint8Array(rows),
    state: new Uint8Array(rows),
    confidence: new Float32Array(rows),
    firstSeen: new Float64Array(rows),
    lastSeen: new Float64Array(rows),
    provenanceStart: new Uint32Array(rows),
  };
}

/** The same rows with room for more. */
export function widened(columns: DependencyColumns, rows: number): DependencyColumns {
  const wider = createColumns(rows);
  for (const name of Object.keys(columns) as (keyof DependencyColumns)[]) {
    wider[name].set(columns[name]);
  }
  return wider;
}

/**
 * A copy in which place `i` holds row `order[i]`.
 *
 * Column by column in plain sight: a loop over any column would be ten times slower, as the machine
 * cannot know which kind of numbers it has before it.
 */
export function reordered(columns: DependencyColumns, order: Int32Array): DependencyColumns {
  const sorted = createColumns(order.length);
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] as number;
    sorted.consumer[place] = columns.consumer[row] as number;
    sorted.provider[place] = columns.provider[row] as number;
    sorted.coupling[place] = columns.coupling[row] as number;
    sorted.strength[place] = columns.strength[row] as number;
    sorted.state[place] = columns.state[row] as number;
    sorted.confidence[place] = columns.confidence[row] as number;
    sorted.firstSeen[place] = columns.firstSeen[row] as number;
    sorted.lastSeen[place] = columns.lastSeen[row] as number;
    sorted.provenanceStart[place] = columns.provenanceStart[row] as number;
  }
  return sorted;
}
