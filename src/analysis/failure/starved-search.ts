import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { DOWN } from "./edge-rules.ts";
import type { FailureEvents } from "./failure-events.ts";
import { perSnapshot } from "../per-snapshot.ts";
import { carriesTraffic } from "./traffic.ts";

/** Never asked, and known to be starved; anything else is the place of the dependency of a feeder that still works. */
const [UNASKED, STARVED] = [-1, -2];

/**
 * Asks of one component after the other whether somebody still feeds it.
 *
 * One feeder that works is enough, so it is the only one that is remembered: whoever asks again when that one has
 * fallen silent too goes on from there. No dependency is looked at twice.
 */
class StarvedSearch {
  /** Each stands after those of its feeders that are starved. */
  readonly starved: ComponentIndex[] = [];
  private readonly fedBy: Int32Array;
  private readonly asked: ComponentIndex[] = [];
  private readonly snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.fedBy = new Int32Array(snapshot.components.length).fill(UNASKED);
  }

  /** Makes a component starved when none of its feeders works any more; one that nobody ever fed is not. */
  ask(target: ComponentIndex, { reached }: FailureEvents): void {
    const { consumer, coupling, firstUse } = this.snapshot;
    const { fedBy } = this;
    const known = fedBy[target] as number;
    if (known === STARVED) return;
    if (known === UNASKED) this.asked.push(target);
    const end = firstUse[target + 1] as number;
    let isFed = known !== UNASKED;
    for (let use = isFed ? known : (firstUse[target] as number); use < end; use += 1) {
      const feeder = consumer[use] as number;
      if (feeder === target || !carriesTraffic(coupling[use] as number)) continue;
      isFed = true;
      if (reached[feeder] === DOWN || fedBy[feeder] === STARVED) continue;
      fedBy[target] = use;
      return;
    }
    if (!isFed) return;
    fedBy[target] = STARVED;
    this.starved.push(target);
  }

  /** Makes ready for the next question. */
  forget(): void {
    for (const target of this.asked) this.fedBy[target] = UNASKED;
    this.asked.length = 0;
    this.starved.length = 0;
  }
}

/** The search through a snapshot; kept between questions, so that a small one costs little on a large map. */
export const starvedSearch = perSnapshot((snapshot: Snapshot) => new StarvedSearch(snapshot));
