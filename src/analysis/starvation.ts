import type { Coupling } from "../model/dependency.ts";
import type { Starved } from "../model/impact.ts";
import {
  COUPLINGS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
} from "../model/snapshot.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import { perSnapshot } from "./per-snapshot.ts";

/**
 * Over these a consumer sends its provider work that is missed when it stops.
 *
 * Not so over libraries, machines, deployments, telemetry, certificates and name look-ups, which notice no
 * absence, nor over files and batches, which are silent most of the time anyway.
 */
const CARRY_TRAFFIC: ReadonlySet<Coupling> = new Set([
  "call",
  "event",
  "data",
  "cache",
  "polling",
  "identity",
]);

/** Who sends work to whom. */
interface Traffic {
  /** 1 where a dependency is the first by which its consumer sends work to its provider; itself does not count. */
  readonly isFeed: Uint8Array;
  /** How many others send work to each component. */
  readonly feeders: Int32Array;
  /** 1 where work comes from outside: the entries of journeys. */
  readonly isEntry: Uint8Array;
}

/**
 * Lists the healthy components to which nothing comes any more: all that sent them work are down, or are starved
 * themselves. Soonest first, equal times by name.
 *
 * The entry of a journey gets its work from outside and is never starved, nor is a circle that feeds itself.
 */
export function starvation(snapshot: Snapshot, course: FailureCourse): Starved[] {
  const { isFeed, feeders, isEntry } = traffic(snapshot);
  const lost = new Map<ComponentIndex, number>();
  const starved = new Map<ComponentIndex, number>();

  for (let event = 0; event < course.events.count; event += 1) {
    if (course.events.level[event] !== DOWN) continue;
    const quiet = [course.events.component[event] as number];
    for (const silent of quiet) {
      for (const dependency of needsOf(snapshot, silent)) {
        if (isFeed[dependency] === 0) continue;
        const fed = snapshot.provider[dependency] as number;
        if (isEntry[fed] === 1 || course.events.worstOf(fed) > 0) continue;
        const silentFeeders = (lost.get(fed) ?? 0) + 1;
        lost.set(fed, silentFeeders);
        if (silentFeeders < (feeders[fed] as number)) continue;
        starved.set(fed, course.events.time[event] as number);
        quiet.push(fed);
      }
    }
  }
  return [...starved]
    .map(([index, etaMs]) => describe(snapshot, index, etaMs))
    .toSorted((a, b) => a.etaMs - b.etaMs || (a.component < b.component ? -1 : 1));
}

function describe(snapshot: Snapshot, index: ComponentIndex, etaMs: number): Starved {
  const { isFeed } = traffic(snapshot);
  const { components, consumer, firstUse } = snapshot;
  const quietConsumers: string[] = [];
  const end = firstUse[index + 1] as number;
  for (let use = firstUse[index] as number; use < end; use += 1) {
    if (isFeed[use] === 1) quietConsumers.push(components[consumer[use] as number]?.id ?? "");
  }
  return {
    component: components[index]?.id ?? "",
    etaMs,
    quietConsumers: quietConsumers.toSorted(),
  };
}

function* needsOf(snapshot: Snapshot, consumer: ComponentIndex): Iterable<DependencyIndex> {
  const end = snapshot.firstNeed[consumer + 1] as number;
  for (let place = snapshot.firstNeed[consumer] as number; place < end; place += 1) {
    yield snapshot.needs[place] as number;
  }
}

const traffic = perSnapshot((snapshot: Snapshot): Traffic => {
  const { components, consumer, coupling, firstUse } = snapshot;
  const carries = COUPLINGS.map((word) => CARRY_TRAFFIC.has(word));
  const isFeed = new Uint8Array(consumer.length);
  const feeders = new Int32Array(components.length);
  const fedLast = new Int32Array(components.length).fill(-1);
  for (let fed = 0; fed < components.length; fed += 1) {
    const end = firstUse[fed + 1] as number;
    for (let use = firstUse[fed] as number; use < end; use += 1) {
      const feeder = consumer[use] as number;
      if (!carries[coupling[use] as number] || feeder === fed || fedLast[feeder] === fed) continue;
      fedLast[feeder] = fed;
      isFeed[use] = 1;
      feeders[fed] = (feeders[fed] as number) + 1;
    }
  }
  const isEntry = new Uint8Array(components.length);
  for (const { entries } of snapshot.journeys) {
    for (const entry of entries) {
      const index = snapshot.indexOf.get(entry);
      if (index !== undefined) isEntry[index] = 1;
    }
  }
  return { isFeed, feeders, isEntry };
});
