import type { DependencyColumns } from "./dependency-columns.ts";
import { groupByKey } from "./group-by-key.ts";
import { packProvenance } from "./pack-provenance.ts";
import type { PatchedComponents } from "./patch-components.ts";
import { appendLines, compactLines } from "./patch-lines.ts";
import { delaysOf, patchTraits } from "./patch-traits.ts";
import type { RowEdit } from "./row-edits.ts";
import { movedRows, rowRuns, type RowRuns } from "./row-runs.ts";
import { STATES, STRENGTHS, type Snapshot } from "./snapshot-layout.ts";

/** What a snapshot says of its dependencies. */
type Rows = Pick<
  Snapshot,
  | "consumer"
  | "provider"
  | "coupling"
  | "strength"
  | "confidence"
  | "delayMs"
  | "firstUse"
  | "firstNeed"
  | "needs"
  | "traits"
  | "details"
>;

/** The columns and indexes after these edits. Provenance that did not change is not even looked at. */
export function patchRows(
  last: Snapshot,
  { components, moved }: PatchedComponents,
  edits: readonly RowEdit[],
): Rows {
  if (edits.length === 0 && !moved) return last;
  const runs = rowRuns(edits, last.consumer.length);
  const isStill = !moved && edits.every(({ isThere, fresh }) => isThere && fresh);
  const columns = movedRows(columnsOf(last), runs);
  if (moved) {
    moveEnds(columns.consumer, moved, runs);
    moveEnds(columns.provider, moved, runs);
  }
  const { text, starts } = appendLines(
    last.details,
    edits.flatMap(({ fresh }) => (fresh ? [packProvenance(fresh.dependency.provenance)] : [])),
    edits.flatMap(({ row, isThere }) => (isThere ? [row] : [])),
  );
  putRows(columns, edits, runs, starts);
  const { consumer, provider, coupling, strength, confidence, state, firstSeen, lastSeen } =
    columns;
  const traits = patchTraits(last, edits, runs, isStill);
  return {
    ...(isStill ? last : indexed(consumer, provider, components.length)),
    consumer,
    provider,
    coupling,
    strength,
    confidence,
    traits,
    delayMs: delaysOf(coupling, traits),
    details: {
      state,
      firstSeen,
      lastSeen,
      ...compactLines({ provenanceStart: columns.provenanceStart, provenanceText: text }),
    },
  };
}

function columnsOf({
  consumer,
  provider,
  coupling,
  strength,
  confidence,
  details,
}: Snapshot): DependencyColumns {
  const { state, firstSeen, lastSeen, provenanceStart } = details;
  return {
    consumer,
    provider,
    coupling,
    strength,
    state,
    confidence,
    firstSeen,
    lastSeen,
    provenanceStart,
  };
}

/** Gives the rows that stay the new places of their ends. */
function moveEnds(ends: Int32Array, moved: Int32Array, { stretches }: RowRuns): void {
  for (let at = 0; at < stretches.length; at += 3) {
    const first = stretches[at + 2] as number;
    const end = first + (stretches[at + 1] as number) - (stretches[at] as number);
    for (let row = first; row < end; row += 1) {
      const place = moved[ends[row] as number] as number;
      if (place < 0) throw new Error("a component went, and a dependency that ends there did not");
      ends[row] = place;
    }
  }
}

function putRows(
  columns: DependencyColumns,
  edits: readonly RowEdit[],
  { places }: RowRuns,
  starts: readonly number[],
): void {
  let line = 0;
  for (const [at, { fresh }] of edits.entries()) {
    if (!fresh) continue;
    const row = places[at] as number;
    const { dependency } = fresh;
    columns.consumer[row] = fresh.consumer;
    columns.provider[row] = fresh.provider;
    columns.coupling[row] = fresh.coupling;
    columns.strength[row] = STRENGTHS.indexOf(dependency.strength);
    columns.state[row] = STATES.indexOf(dependency.state);
    columns.confidence[row] = dependency.confidence;
    columns.firstSeen[row] = dependency.firstSeen;
    columns.lastSeen[row] = dependency.lastSeen;
    columns.provenanceStart[row] = starts[line] as number;
    line += 1;
  }
}

function indexed(
  consumer: Int32Array,
  provider: Int32Array,
  components: number,
): Pick<Snapshot, "firstUse" | "firstNeed" | "needs"> {
  const { starts: firstNeed, order: needs } = groupByKey(consumer, components);
  return { firstUse: startsOf(provider, components), firstNeed, needs };
}

/** Where each key's rows start, in a column that is sorted. */
function startsOf(sorted: Int32Array, keys: number): Int32Array {
  const starts = new Int32Array(keys + 1);
  let row = 0;
  for (let key = 0; key < keys; key += 1) {
    while (row < sorted.length && (sorted[row] as number) <= key) row += 1;
    starts[key + 1] = row;
  }
  return starts;
}
