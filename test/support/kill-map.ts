import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, snapshotOf } from "./graph-of.ts";

const ISLANDS = 12;

/** Twelve islands of five components; a failing `store-N` takes `api-N`, `web-N` and `jobs-N` with it. */
export function killMap(): Snapshot {
  const dependencies = Array.from({ length: ISLANDS }, (_, island) => [
    `web-${island} -> api-${island}`,
    `api-${island} -> store-${island}`,
    `jobs-${island} -> store-${island}`,
    `web-${island} ~> ads-${island}`,
  ]).flat();
  const components = ["web", "api", "jobs", "store"].flatMap((kind) =>
    Array.from({ length: ISLANDS }, (_, island) => ({
      id: `prod/shop/${kind}-${island}`,
      pagerdutyServiceIds: [`PD-${kind}-${island}`],
    })),
  );
  return snapshotOf(
    dependencies.map((arrow) => dependencyOf(arrow)),
    { components },
  );
}

/** The PagerDuty service with that number: three of four stand for a component of the map, the rest for none. */
export function killService(number: number): { readonly id: string; readonly name: string } {
  const kind = ["web", "api", "store", "elsewhere"][number % 4] as string;
  const name = `${kind}-${Math.floor(number / 4) % ISLANDS}`;
  return { id: `PD-${name}`, name };
}
