import type { ComponentIndex, DependencyIndex } from "../model/snapshot.ts";
import { DOWN, type Level } from "./edge-rules.ts";
import type { FailureEvents } from "./failure-events.ts";
import { orderOf } from "./failure-moment.ts";
import { createFailureQueue } from "./failure-queue.ts";

/** From so many on, sorting costs less than it saves. */
const MANY = 1000;

/**
 * What is about to happen in one failure: for each component and level the best offer, taken up in its time.
 *
 * Of two offers the sooner is better, by time and then by order; of two at once the surer chain, then the one by
 * the smaller dependency. Step after step of one time needs no sorting; only what lies further off is queued.
 */
export class FailureAgenda {
  /** The moment that is being played: whoever may reach `level` at `time` and `order`. */
  time = 0;
  order = 0;
  level: Level = DOWN;
  due: Int32Array;
  dueCount = 0;

  /** The best offers by slot, which is `level × components + component`. */
  readonly offered: {
    readonly confidence: Float32Array;
    readonly dependency: Int32Array;
    readonly cause: Int32Array;
    readonly run: Int32Array;
    readonly time: Float64Array;
    readonly order: Float64Array;
  };

  private next: Int32Array;
  private nextCount = 0;
  private readonly later = createFailureQueue();
  private readonly events: FailureEvents;
  private readonly components: number;

  constructor(components: number, events: FailureEvents) {
    const slots = components * 4;
    this.offered = {
      confidence: new Float32Array(slots),
      dependency: new Int32Array(slots),
      cause: new Int32Array(slots),
      run: new Int32Array(slots),
      time: new Float64Array(slots),
      order: new Float64Array(slots),
    };
    this.due = new Int32Array(components);
    this.next = new Int32Array(components);
    this.events = events;
    this.components = components;
  }

  /** Forgets everything, and stands at the moment at which the origins fail. */
  beginRun(): void {
    this.time = 0;
    this.order = orderOf(0, DOWN, 0);
    this.level = DOWN;
    this.nextCount = 0;
    this.later.clear();
  }

  /** Is nothing left of the time and level that are being played? */
  get isStepEmpty(): boolean {
    return this.nextCount === 0;
  }

  /** Moves to the next moment at which something may happen; false when nothing is left. */
  advance(): boolean {
    [this.due, this.next] = [this.next, this.due];
    this.dueCount = this.nextCount;
    this.nextCount = 0;
    const { later } = this;
    if (this.dueCount > 0) {
      this.order += 1;
    } else {
      if (later.size === 0) return false;
      this.time = later.time;
      this.order = later.order;
      this.level = Math.trunc(later.first / this.components);
    }
    const firstSlot = this.level * this.components;
    while (later.size > 0 && later.time === this.time && later.order === this.order) {
      this.due[this.dueCount] = later.pop() - firstSlot;
      this.dueCount += 1;
    }
    // The dependencies of neighbours stand together in memory, and are read faster in their order.
    if (this.dueCount > MANY) this.due.subarray(0, this.dueCount).sort();
    return true;
  }

  /** Makes an offer; an offer worse than the one that stands changes nothing. */
  offer(
    component: ComponentIndex,
    level: Level,
    time: number,
    order: number,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const slot = level * this.components + component;
    const { offered } = this;
    if (offered.run[slot] === this.events.run) {
      const knownTime = offered.time[slot] as number;
      const knownOrder = offered.order[slot] as number;
      if (time > knownTime || (time === knownTime && order > knownOrder)) return;
      if (time === knownTime && order === knownOrder) {
        this.replaceIfSurer(slot, confidence, dependency, cause);
        return;
      }
    }
    offered.run[slot] = this.events.run;
    offered.time[slot] = time;
    offered.order[slot] = order;
    offered.confidence[slot] = confidence;
    offered.dependency[slot] = dependency;
    offered.cause[slot] = cause;
    if (time === this.time && order === this.order + 1) {
      this.events.expect(component, level);
      this.next[this.nextCount] = component;
      this.nextCount += 1;
    } else {
      this.later.push(slot, time, order);
    }
  }

  private replaceIfSurer(
    slot: number,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const { offered } = this;
    const surest = offered.confidence[slot] as number;
    if (confidence < surest) return;
    if (confidence === surest && dependency > (offered.dependency[slot] as number)) return;
    offered.confidence[slot] = confidence;
    offered.dependency[slot] = dependency;
    offered.cause[slot] = cause;
  }
}
