import type { ComponentId } from "../model/component.ts";
import type { Starved } from "../model/impact.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { componentIds } from "./component-order.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureCourse } from "./failure-course.ts";
import { perSnapshot } from "./per-snapshot.ts";
import { feedersOf, traffic } from "./traffic.ts";

/**
 * Lists the healthy components to which nothing comes any more: all that sent them work are down, or are starved
 * themselves. Soonest first, equal times by id.
 *
 * The entry of a journey gets its work from outside and is never starved, nor is a circle that feeds itself.
 */
export function starvation(snapshot: Snapshot, { events }: FailureCourse): Starved[] {
  const { firstFed, fed, feeders, isEntry } = traffic(snapshot);
  const { silent, touched } = silentFeeders(snapshot);
  const { reached, run } = events;
  const quiet: ComponentIndex[] = [];
  const since = new Map<ComponentIndex, number>();
  touched.length = 0;

  for (let event = 0; event < events.count; event += 1) {
    if (events.level[event] !== DOWN) continue;
    quiet.length = 0;
    quiet.push(events.component[event] as number);
    for (const feeder of quiet) {
      const end = firstFed[feeder + 1] as number;
      for (let place = firstFed[feeder] as number; place < end; place += 1) {
        const target = fed[place] as number;
        if ((reached[target] as number) > run || isEntry[target] === 1) continue;
        const count = (silent[target] as number) + 1;
        silent[target] = count;
        if (count === 1) touched.push(target);
        if (count < (feeders[target] as number)) continue;
        since.set(target, events.time[event] as number);
        quiet.push(target);
      }
    }
  }
  for (const target of touched) silent[target] = 0;
  return [...since]
    .map(([index, etaMs]) => describe(snapshot, index, etaMs))
    .toSorted((a, b) => a.etaMs - b.etaMs || (a.component < b.component ? -1 : 1));
}

/** How many feeders of each component are silent; all zeros between two questions. */
const silentFeeders = perSnapshot(({ components }: Snapshot) => ({
  silent: new Int32Array(components.length),
  touched: [] as ComponentIndex[],
}));

function describe(snapshot: Snapshot, index: ComponentIndex, etaMs: number): Starved {
  const ids = componentIds(snapshot);
  const idAt = (place: ComponentIndex) => ids[place] as ComponentId;
  const quietConsumers = feedersOf(snapshot, index).map((feeder) => idAt(feeder));
  return { component: idAt(index), etaMs, quietConsumers: quietConsumers.toSorted() };
}
