import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Change } from "./question.ts";
import type { Signs } from "./signs.ts";

/** A change is suspected when it came at most this long before the first alert. */
const RECENT_MS = 60 * 60_000;

/** What the order of events says. */
export interface Timing {
  /** The components that showed a fault first, and how long before all others (0 when all came together). */
  readonly first: ReadonlySet<ComponentIndex>;
  readonly leadMs: number;
  /** The last change of each component shortly before the first alert, and how long before. */
  readonly changed: ReadonlyMap<
    ComponentIndex,
    { readonly what: string; readonly beforeMs: number }
  >;
}

/** Reads who was first, and what was changed in the hour before that; later changes are repairs, not causes. */
export function timingOf(
  snapshot: Snapshot,
  signs: ReadonlyMap<ComponentIndex, Signs>,
  changes: readonly Change[],
): Timing {
  const onsets = [...signs].flatMap(([component, { firstAt }]) =>
    firstAt === undefined ? [] : [{ component, firstAt }],
  );
  const times = [...new Set(onsets.map(({ firstAt }) => firstAt))].toSorted((a, b) => a - b);
  const [start, second] = times;
  const changed = new Map<ComponentIndex, { what: string; beforeMs: number }>();
  for (const { component, at, what } of changes) {
    const index = snapshot.indexOf.get(component);
    const beforeMs = (start ?? Number.NEGATIVE_INFINITY) - at;
    if (index === undefined || beforeMs < 0 || beforeMs > RECENT_MS) continue;
    if (beforeMs < (changed.get(index)?.beforeMs ?? Number.POSITIVE_INFINITY)) {
      changed.set(index, { what, beforeMs });
    }
  }
  return {
    first: new Set(
      onsets.filter(({ firstAt }) => firstAt === start).map(({ component }) => component),
    ),
    leadMs: start === undefined || second === undefined ? 0 : second - start,
    changed,
  };
}
