import type { ComponentId } from "../model/component.ts";
import type { BlastRadius } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { blindSpots } from "./blind-spots.ts";
import { failureCourse } from "./failure/failure-course.ts";
import { hits } from "./failure/hits.ts";
import { placeOf } from "./place-of.ts";
import { starvation } from "./failure/starvation.ts";

/**
 * Says what happens when these components go down together: who is harmed, how badly, when and why.
 *
 * The answer is the least fixpoint of the rules of `harmPassedOn`, of fallbacks and of redundancy groups, played in
 * the order of time; a component's state only worsens, and cycles end. A fallback helps while the failure does not
 * reach it at all; one that is reached later takes its consumer down then. A group passes on the (members − needed
 * + 1)-th worst of its members' harms. Chains are the first that led to the state; at one time fewer hops win, then
 * the higher confidence of the weakest dependency. Times count only stated delays. Origins are not in the answer.
 *
 * Throws `unknown-component` for an origin that the map does not know.
 *
 * @example
 * ```ts
 * const map = graphOf("checkout -> ledger", "storefront ~> checkout", "ledger -event-> bank");
 * blastRadius(map, [idOf("ledger")]).hits.map(({ component, state }) => `${component} ${state}`);
 * // => ["prod/shop/checkout down", "prod/shop/storefront degraded"]
 * ```
 */
export function blastRadius(snapshot: Snapshot, origins: readonly ComponentId[]): BlastRadius {
  const distinct = [...new Set(origins)];
  const course = failureCourse(snapshot).run(distinct.map((origin) => placeOf(snapshot, origin)));
  return {
    origins: distinct,
    asOf: snapshot.asOf,
    hits: hits(snapshot, course),
    starved: starvation(snapshot, course),
    sources: snapshot.sources,
    blindSpots: blindSpots(snapshot, course),
  };
}
