import type { Clock } from "../../ports/clock.ts";
import type { StoreCondition } from "../../ports/journal.ts";
import { ageBanner } from "./age-banner.ts";
import { awayBanner } from "./away-banner.ts";
import type { SnapshotKeeper } from "../map/refresh-snapshot.ts";

/** The warning that an answer from this map needs: the store is away, or the map is old; undefined when all is well. */
export function mapBanner({
  snapshots,
  clock,
  staleAfterMs,
  storeCondition,
}: {
  readonly snapshots: Pick<SnapshotKeeper, "current"> & Partial<Pick<SnapshotKeeper, "awaySince">>;
  readonly clock: Clock;
  readonly staleAfterMs: number;
  readonly storeCondition?: (() => StoreCondition) | undefined;
}): string | undefined {
  const map = snapshots.current();
  const now = clock.now();
  const condition = storeCondition?.();
  // One of them writes to the store, the other reads the map: whoever asked last knows.
  const awaySince = condition?.awaySince ?? snapshots.awaySince?.();
  return awayBanner(map, now, { ...condition, awaySince }) ?? ageBanner(map, now, staleAfterMs);
}
