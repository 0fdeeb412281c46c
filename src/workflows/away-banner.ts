import { durationWords } from "../model/duration-words.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { StoreCondition } from "../ports/journal.ts";

/** The warning that an answer comes from the last copy, and what waits; nothing while the store answers. */
export function awayBanner(
  { asOf, version }: Pick<Snapshot, "asOf" | "version">,
  now: number,
  condition: StoreCondition | undefined,
): string | undefined {
  if (condition?.awaySince === undefined || version === 0) return undefined;
  const { owed } = condition;
  const copy = `The graph store is away: this is the last copy, ${durationWords(now - asOf)} old.`;
  if (owed === 0) return copy;
  const writes = owed === 1 ? "1 write is kept and goes" : `${owed} writes are kept and go`;
  return `${copy} ${writes} in once it is back.`;
}
