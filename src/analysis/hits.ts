import type { ComponentId } from "../model/component.ts";
import type { Hit } from "../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { DEGRADED, stateOf } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";

/**
 * Lists what a failure harms: the worst state of each component, when, why, and what still carries it.
 *
 * Soonest first; equal times by hops, then by name. Origins are not in it.
 */
export function hits(snapshot: Snapshot, course: FailureCourse): Hit[] {
  const list: Hit[] = [];
  for (let event = 0; event < course.count; event += 1) {
    const component = course.component[event] as number;
    if (course.cause[event] === -1 || course.worstOf(component) !== course.level[event]) continue;
    list.push(describe(snapshot, course, event));
  }
  return list.toSorted(
    (a, b) => a.etaMs - b.etaMs || a.hops - b.hops || (a.component < b.component ? -1 : 1),
  );
}

function describe(snapshot: Snapshot, course: FailureCourse, event: number): Hit {
  const chain = chainOf(snapshot, course, event);
  const component = course.component[event] as number;
  const level = course.level[event] as number;
  const runsOn = level === DEGRADED ? fallbackInUse(snapshot, course, component) : undefined;
  return {
    component: idAt(snapshot, component),
    state: stateOf(level),
    hops: course.hops[event] as number,
    etaMs: course.time[event] as number,
    chain,
    // The column has seven digits; more would show 0.9 as 0.8999999761581421.
    confidence: Math.round((course.confidence[event] as number) * 1e6) / 1e6,
    ...(runsOn === undefined ? {} : { runsOn }),
  };
}

function chainOf(snapshot: Snapshot, course: FailureCourse, event: number): ComponentId[] {
  const chain: ComponentId[] = [];
  for (let link = event; link >= 0; link = course.cause[link] as number) {
    chain.push(idAt(snapshot, course.component[link] as number));
  }
  return chain;
}

/** Of several fallbacks that hold, that of the first dependency in the snapshot's order. */
function fallbackInUse(
  snapshot: Snapshot,
  course: FailureCourse,
  component: ComponentIndex,
): ComponentId | undefined {
  const used = course.fallbacksUsed.get(component) ?? [];
  return used
    .toSorted((a, b) => a - b)
    .flatMap((dependency) => snapshot.traits.get(dependency)?.fallback ?? [])
    .find((fallback) => {
      const index = snapshot.indexOf.get(fallback);
      return index === undefined || course.worstOf(index) === 0;
    });
}

function idAt(snapshot: Snapshot, index: ComponentIndex): ComponentId {
  return (snapshot.components[index] as { readonly id: ComponentId }).id;
}
