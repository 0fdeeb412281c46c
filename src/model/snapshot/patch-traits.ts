import type { DependencyTraits } from "../dependency.ts";
import type { RowEdit } from "./row-edits.ts";
import { movedRow, type RowRuns } from "./row-runs.ts";
import { statedTraits, type DependencyIndex, type Snapshot } from "./snapshot.ts";

/** Traits under the rows' new places, in the order of the rows. */
export function patchTraits(
  last: Snapshot,
  edits: readonly RowEdit[],
  runs: RowRuns,
  isStill: boolean,
): Snapshot["traits"] {
  const fresh: [DependencyIndex, DependencyTraits][] = [];
  for (const [at, edit] of edits.entries()) {
    const own = edit.fresh && statedTraits(edit.fresh.dependency);
    if (own) fresh.push([runs.places[at] as number, own]);
  }
  const isSame = isStill && fresh.length === 0 && !edits.some(({ row }) => last.traits.has(row));
  if (isSame || (last.traits.size === 0 && fresh.length === 0)) return last.traits;

  const traits: [DependencyIndex, DependencyTraits][] = [];
  for (const [index, own] of last.traits) {
    const row = movedRow(runs, index);
    if (row !== undefined) traits.push([row, own]);
  }
  if (fresh.length === 0) return new Map(traits);
  return new Map([...traits, ...fresh].toSorted(([a], [b]) => a - b));
}
