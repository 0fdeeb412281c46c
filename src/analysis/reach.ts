import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { STRENGTHS } from "../model/snapshot/snapshot.ts";
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
  const count = walk(snapshot, origin);
  return walked(snapshot).queue.slice(1, count);
}

/** Nobody has met it, it is in the queue, or its consumers are in the queue too. */
const [UNSEEN, WAITING, DONE] = [0, 1, 2];
/** A step that holds such a share of all components is brought in their order by looking at them all. */
const LARGE_SHARE = 1 / 32;

/** Walks breadth first and leaves what it met in the queue; says how many. */
function walk(snapshot: Snapshot, origin: ComponentIndex): number {
  const { consumer, strength, firstUse, components } = snapshot;
  const { queue, seen } = walked(snapshot);
  const large = components.length * LARGE_SHARE;
  queue[0] = origin;
  seen[origin] = WAITING;
  let count = 1;
  for (let place = 0, stepEnd = 1; place < count; stepEnd = count) {
    // The dependencies of neighbours stand together in memory, and are read faster in their order.
    if (stepEnd - place > large) fillInOrder(queue, place, seen);
    for (; place < stepEnd; place += 1) {
      const provider = queue[place] as number;
      seen[provider] = DONE;
      const end = firstUse[provider + 1] as number;
      for (let use = firstUse[provider] as number; use < end; use += 1) {
        const harmed = consumer[use] as number;
        if (seen[harmed] !== UNSEEN || strength[use] === NO_HARM) continue;
        seen[harmed] = WAITING;
        queue[count] = harmed;
        count += 1;
      }
    }
  }
  forget(seen, queue, count);
  return count;
}

/** Writes all that wait to the queue, in the order of their places. */
function fillInOrder(queue: Int32Array, start: number, seen: Uint8Array): void {
  let place = start;
  for (let component = 0; component < seen.length; component += 1) {
    if (seen[component] !== WAITING) continue;
    queue[place] = component;
    place += 1;
  }
}

/** Leaves the marks as a small question on a large map wants them: clean, and cleaned at no great cost. */
function forget(seen: Uint8Array, queue: Int32Array, count: number): void {
  if (count > seen.length * LARGE_SHARE) {
    seen.fill(UNSEEN);
    return;
  }
  for (let place = 0; place < count; place += 1) seen[queue[place] as number] = UNSEEN;
}

/** Kept between questions, so that a small one costs little on a large map. */
const walked = perSnapshot(({ components }: Snapshot) => ({
  queue: new Int32Array(components.length),
  seen: new Uint8Array(components.length),
}));
