import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, idOf, snapshotOf } from "./graph-of.ts";

/** A shop of two halves that share nothing; every component has a PagerDuty service of its name. */
export function shopMap(...arrows: readonly string[]): Snapshot {
  const all = [
    "storefront -> checkout",
    "checkout -> cart",
    "cart -> redis",
    "search -> index",
    ...arrows,
  ];
  const names = new Set(all.flatMap((arrow) => [arrow.split(" ")[0], arrow.split(" ")[2]]));
  const components = [...names].map((name) => ({
    id: idOf(name as string),
    pagerdutyServiceIds: [`PD-${name}`],
  }));
  return snapshotOf(
    all.map((arrow) => dependencyOf(arrow)),
    { components },
  );
}
