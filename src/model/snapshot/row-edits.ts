import type { ComponentId } from "../component.ts";
import type { Coupling, Dependency } from "../dependency.ts";
import type { PatchedComponents } from "./patch-components.ts";
import { placeIn } from "./patch-list.ts";
import { COUPLINGS, type ComponentIndex, type Snapshot } from "./snapshot-layout.ts";

/** One row to be replaced, dropped or put in. */
export interface RowEdit {
  /** The earlier row that it is, or before which it comes. */
  readonly row: number;
  /** Is there such a row, to be replaced or dropped? */
  readonly isThere: boolean;
  /** The new row; undefined drops it. */
  readonly fresh: FreshRow | undefined;
}

/** A new row with its ends' new places. */
export interface FreshRow {
  readonly consumer: ComponentIndex;
  readonly provider: ComponentIndex;
  readonly coupling: number;
  readonly dependency: Dependency;
}

/** Finds the rows that changed dependencies have or get, in the order of the rows. */
export function rowEdits(
  last: Snapshot,
  { indexOf }: PatchedComponents,
  changes: ReadonlyMap<string, Dependency | undefined>,
): RowEdit[] {
  const edits: RowEdit[] = [];
  for (const [key, dependency] of changes) {
    const [consumer, provider, coupling] = key.split(" ") as [ComponentId, ComponentId, Coupling];
    const code = COUPLINGS.indexOf(coupling);
    const found = findRow(last, consumer, provider, code);
    if (!dependency) {
      if (found.isThere) edits.push({ ...found, fresh: undefined });
      continue;
    }
    const fresh = {
      consumer: placeOf(indexOf, consumer),
      provider: placeOf(indexOf, provider),
      coupling: code,
      dependency,
    };
    edits.push({ ...found, fresh });
  }
  return edits.toSorted(byRow);
}

function placeOf(
  indexOf: ReadonlyMap<ComponentId, ComponentIndex>,
  id: ComponentId,
): ComponentIndex {
  const index = indexOf.get(id);
  if (index === undefined) throw new Error(`the dependency's end ${id} is not a component`);
  return index;
}

function findRow(
  last: Snapshot,
  consumerId: ComponentId,
  providerId: ComponentId,
  coupling: number,
): { readonly row: number; readonly isThere: boolean } {
  const provider = earlierPlace(last, providerId);
  const consumer = earlierPlace(last, consumerId);
  const first = last.firstUse[provider.place] as number;
  // Nothing hangs on a provider that was not there.
  let [low, high] = [
    first,
    provider.isThere ? (last.firstUse[provider.place + 1] as number) : first,
  ];
  const wanted = consumer.place * COUPLINGS.length + (consumer.isThere ? coupling : 0);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyAt(last, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  const isEnd = !provider.isThere || low === last.firstUse[provider.place + 1];
  return { row: low, isThere: consumer.isThere && !isEnd && keyAt(last, low) === wanted };
}

/** A row's order among those of its provider. */
function keyAt({ consumer, coupling }: Snapshot, row: number): number {
  return (consumer[row] as number) * COUPLINGS.length + (coupling[row] as number);
}

/** Where it stood, or where it would have stood. */
function earlierPlace(
  { components, indexOf }: Snapshot,
  id: ComponentId,
): { readonly place: ComponentIndex; readonly isThere: boolean } {
  const place = indexOf.get(id);
  if (place !== undefined) return { place, isThere: true };
  return { place: placeIn(components, id, (component) => component.id), isThere: false };
}

/** By earlier row; those that come before it first, in the order of provider, consumer and coupling. */
function byRow(a: RowEdit, b: RowEdit): number {
  if (a.row !== b.row) return a.row - b.row;
  if (a.isThere !== b.isThere) return a.isThere ? 1 : -1;
  const [left, right] = [a.fresh, b.fresh];
  if (!left || !right) return 0;
  return (
    left.provider - right.provider ||
    left.consumer - right.consumer ||
    left.coupling - right.coupling
  );
}
