import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { snapshotOf } from "./graph-of.ts";

/** So many components of which none depends on another: each failure is a story of its own. */
export function loneMap(count: number): Snapshot {
  const components = Array.from({ length: count }, (_, number) => ({
    id: `prod/shop/lone-${number}`,
    pagerdutyServiceIds: [`PD-lone-${number}`],
  }));
  return snapshotOf([], { components });
}
