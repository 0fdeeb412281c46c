import type { Dependency } from "../dependency.ts";
import { groupByKey, startsOfKeys } from "./group-by-key.ts";
import { packProvenance } from "./pack-provenance.ts";
import type { PatchedComponents } from "./patch-components.ts";
import { appendLines, compactLines } from "./patch-lines.ts";
import { delaysOf } from "./delays.ts";
import { patchTraits } from "./patch-traits.ts";
import type { FreshRow, RowEdit } from "./row-edits.ts";
import { patchColumn, rowRuns, type RowRuns } from "./row-runs.ts";
import { STATES, STRENGTHS, type DependencyDetails, type Snapshot } from "./snapshot-layout.ts";

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
  named: PatchedComponents,
  edits: readonly RowEdit[],
): Rows {
  if (edits.length === 0 && !named.moved) return last;
  const runs = rowRuns(edits, last.consumer.length);
  const isStill = !named.moved && edits.every(({ isThere, fresh }) => isThere && fresh);
  const ends = isStill ? last : patchedEnds(last, named, edits, runs);
  const traits = patchTraits(last, edits, runs, isStill);
  const dependency = (edit: number) => edits[edit]?.fresh?.dependency as Dependency;
  return {
    ...ends,
    strength: patchColumn(last.strength, runs, Uint8Array, (edit) =>
      STRENGTHS.indexOf(dependency(edit).strength),
    ),
    confidence: patchColumn(
      last.confidence,
      runs,
      Float32Array,
      (edit) => dependency(edit).confidence,
    ),
    traits,
    delayMs: isStill && traits === last.traits ? last.delayMs : delaysOf(ends.coupling, traits),
    details: patchedDetails(last.details, edits, runs),
  };
}

function patchedDetails(
  last: DependencyDetails,
  edits: readonly RowEdit[],
  runs: RowRuns,
): DependencyDetails {
  const lines = edits.map(({ fresh }) => fresh && packProvenance(fresh.dependency.provenance));
  const dropped = edits.flatMap(({ row, isThere }) => (isThere ? [row] : []));
  const { text, starts } = appendLines(last, lines, dropped);
  const dependency = (edit: number) => edits[edit]?.fresh?.dependency as Dependency;
  return {
    state: patchColumn(last.state, runs, Uint8Array, (edit) =>
      STATES.indexOf(dependency(edit).state),
    ),
    firstSeen: patchColumn(
      last.firstSeen,
      runs,
      Float64Array,
      (edit) => dependency(edit).firstSeen,
    ),
    lastSeen: patchColumn(last.lastSeen, runs, Float64Array, (edit) => dependency(edit).lastSeen),
    ...compactLines({
      provenanceStart: patchColumn(
        last.provenanceStart,
        runs,
        Uint32Array,
        (edit) => starts[edit] as number,
      ),
      provenanceText: text,
    }),
  };
}

function patchedEnds(
  last: Snapshot,
  { components, moved }: PatchedComponents,
  edits: readonly RowEdit[],
  runs: RowRuns,
): Pick<Rows, "consumer" | "provider" | "coupling" | "firstUse" | "firstNeed" | "needs"> {
  const fresh = (edit: number) => edits[edit]?.fresh as FreshRow;
  const consumer = patchColumn(last.consumer, runs, Int32Array, (edit) => fresh(edit).consumer);
  const provider = patchColumn(last.provider, runs, Int32Array, (edit) => fresh(edit).provider);
  if (moved) {
    moveEnds(consumer, moved, runs);
    moveEnds(provider, moved, runs);
  }
  const { starts: firstNeed, order: needs } = groupByKey(consumer, components.length);
  return {
    consumer,
    provider,
    coupling: patchColumn(last.coupling, runs, Uint8Array, (edit) => fresh(edit).coupling),
    firstUse: startsOfKeys(provider, components.length),
    firstNeed,
    needs,
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
