import type { Snapshot } from "../model/snapshot/snapshot.ts";

/**
 * Works something out once for each snapshot and keeps it as long as the snapshot lives.
 *
 * Snapshots never change, so neither does what follows from one.
 */
export function perSnapshot<Result>(
  workOut: (snapshot: Snapshot) => Result,
): (snapshot: Snapshot) => Result {
  const known = new WeakMap<Snapshot, { readonly result: Result }>();
  return (snapshot) => {
    const kept = known.get(snapshot);
    if (kept) return kept.result;
    const result = workOut(snapshot);
    known.set(snapshot, { result });
    return result;
  };
}
