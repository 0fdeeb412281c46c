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
  for (let event = 0; event < course.events.count; event += 1) {
    const component = course.events.component[event] as number;
    if (
      course.events.cause[event] === -1 ||
      course.events.worstOf(component) !== course.events.level[event]
    )
      continue;
    list.push(describe(snapshot, course, event));
  }
  return list.toSorted(
    (a, b) => a.etaMs - b.etaMs || a.hops - b.hops || (a.component < b.component ? -1 : 1),
  );
}

function describe(snapshot: Snapshot, course: FailureCourse, event: number): Hit {
  const chain = chainOf(snapshot, course, event);
  const component = course.events.component[event] as number;
  const level = course.events.level[event] as number;
  const runsOn = level === DEGRADED ? fallbackInUse(snapshot, course, component) : undefined;
  return {
    component: idAt(snapshot, component),
    state: stateOf(level),
    hops: course.events.hops[event] as number,
    etaMs: course.events.time[event] as number,
    chain,
    // The column has seven digits; more would show 0.9 as 0.8999999761581421.
    confidence: Math.round((course.events.confidence[event] as number) * 1e6) / 1e6,
    ...(runsOn === undefined ? {} : { runsOn }),
  };
}

function chainOf(snapshot: Snapshot, course: FailureCourse, event: number): ComponentId[] {
  const chain: ComponentId[] = [];
  for (let link = event; link >= 0; link = course.events.cause[link] as number) {
    chain.push(idAt(snapshot, course.events.component[link] as number));
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
      return index === undefined || course.events.worstOf(index) === 0;
    });
}

function idAt(snapshot: Snapshot, index: ComponentIndex): ComponentId {
  return (snapshot.components[index] as { readonly id: ComponentId }).id;
}
