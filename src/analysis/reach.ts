import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { STRENGTHS } from "../model/snapshot.ts";
import { perSnapshot } from "./per-snapshot.ts";

const NO_HARM = STRENGTHS.indexOf("none");

/**
 * Counts the components that a failure of this one could harm at all: a quick upper bound of its blast radius.
 *
 * Follows every dependency that can do harm, whatever softens it: fallbacks, groups and soft dependencies shield
 * nobody here. The component itself does not count.
 *
 * @example
 * ```ts
 * const map = graphOf("web ~> checkout", "checkout -> ledger", "grafana -telemetry-> ledger");
 * reach(map, map.indexOf.get(idOf("ledger")));
 * // => 2
 * ```
 */
export function reach(snapshot: Snapshot, origin: ComponentIndex): number {
  return walk(snapshot, origin) - 1;
}

/** Names those components by their places in the snapshot, nearest first. */
export function reachable(snapshot: Snapshot, origin: ComponentIndex): Int32Array {
  return walked(snapshot).queue.slice(1, walk(snapshot, origin));
}

/** Walks breadth first and leaves what it met in the queue; says how many. */
function walk(snapshot: Snapshot, origin: ComponentIndex): number {
  const { consumer, strength, firstUse } = snapshot;
  const scratch = walked(snapshot);
  const { queue, seenIn } = scratch;
  scratch.run += 1;
  const { run } = scratch;
  queue[0] = origin;
  seenIn[origin] = run;
  let count = 1;
  for (let place = 0; place < count; place += 1) {
    const provider = queue[place] as number;
    const end = firstUse[provider + 1] as number;
    for (let use = firstUse[provider] as number; use < end; use += 1) {
      const harmed = consumer[use] as number;
      if (seenIn[harmed] === run || strength[use] === NO_HARM) continue;
      seenIn[harmed] = run;
      queue[count] = harmed;
      count += 1;
    }
  }
  return count;
}

/** Kept between questions, so that a small one costs little on a large map. */
const walked = perSnapshot(({ components }: Snapshot) => ({
  queue: new Int32Array(components.length),
  seenIn: new Int32Array(components.length),
  run: 0,
}));
