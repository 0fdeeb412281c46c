import type { ComponentIndex, DependencyIndex } from "../../model/snapshot/snapshot.ts";
import { DOWN, type Level } from "./edge-rules.ts";
import type { FailureEvents } from "./failure-events.ts";
import { orderOf } from "./failure-moment.ts";
import { createFailureQueue } from "./failure-queue.ts";

/** A step that holds such a share of all components is brought in their order by looking at them all. */
const LARGE_SHARE = 1 / 32;

/**
 * What is about to happen in one failure: for each component and level the best offer, taken up in its time.
 *
 * Of two offers the sooner is better, by time and then by order; of two at once the surer chain, then the one by
 * the smaller dependency. What is due in the next step stands in a list; only what lies further off is queued.
 */
export class FailureAgenda {
  /** The moment that is being played: who reaches `level` at `time` and `order`, in the order of components. */
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
  };

  private next: Int32Array;
  private nextCount = 0;
  private readonly later = createFailureQueue();
  /** The moments of the offers that are queued, and 1 where one is. */
  private readonly queued: {
    readonly time: Float64Array;
    readonly order: Float64Array;
    readonly is: Uint8Array;
  };
  private readonly events: FailureEvents;
  private readonly components: number;

  constructor(components: number, events: FailureEvents) {
    const slots = components * 4;
    this.offered = {
      confidence: new Float32Array(slots),
      dependency: new Int32Array(slots),
      cause: new Int32Array(slots),
    };
    this.queued = {
      time: new Float64Array(slots),
      order: new Float64Array(slots),
      is: new Uint8Array(slots),
    };
    this.due = new Int32Array(components);
    this.next = new Int32Array(components);
    this.events = events;
    this.components = components;
  }

  /** Stands at the moment at which the origins fail. Nothing is left of the last run: it was played to its end. */
  beginRun(): void {
    this.time = 0;
    this.order = orderOf(0, DOWN, 0);
    this.level = DOWN;
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
    while (later.size > 0 && later.time === this.time && later.order === this.order) {
      this.takeUp(later.pop());
    }
    this.bringDueInOrder();
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
    const { events, queued } = this;
    if (time === this.time && order === this.order + 1) {
      this.offerNext(component, level, confidence, dependency, cause);
      events.markOutOfTurn(component);
      return;
    }
    if (events.isExpected(component, level)) return;
    const slot = level * this.components + component;
    if (queued.is[slot] === 1) {
      const knownTime = queued.time[slot] as number;
      const knownOrder = queued.order[slot] as number;
      if (time > knownTime || (time === knownTime && order > knownOrder)) return;
      if (time === knownTime && order === knownOrder) {
        this.replaceIfSurer(slot, confidence, dependency, cause);
        return;
      }
    }
    queued.is[slot] = 1;
    queued.time[slot] = time;
    queued.order[slot] = order;
    this.put(slot, confidence, dependency, cause);
    this.later.push(slot, time, order);
  }

  /** Makes an offer for the next step of the time and level that are being played. */
  offerNext(
    component: ComponentIndex,
    level: Level,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const slot = level * this.components + component;
    if (this.events.isExpected(component, level) || this.isQueuedForNext(slot)) {
      this.replaceIfSurer(slot, confidence, dependency, cause);
      return;
    }
    this.put(slot, confidence, dependency, cause);
    this.events.expect(component, level);
    this.next[this.nextCount] = component;
    this.nextCount += 1;
  }

  private isQueuedForNext(slot: number): boolean {
    const { queued, later } = this;
    if (later.size === 0 || queued.is[slot] === 0) return false;
    return queued.time[slot] === this.time && queued.order[slot] === this.order + 1;
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
    this.put(slot, confidence, dependency, cause);
  }

  private put(slot: number, confidence: number, dependency: DependencyIndex, cause: number): void {
    const { offered } = this;
    offered.confidence[slot] = confidence;
    offered.dependency[slot] = dependency;
    offered.cause[slot] = cause;
  }

  /** Puts a queued offer on the list of those that are due, unless it was overtaken by a sooner or a worse one. */
  private takeUp(slot: number): void {
    const { events, level } = this;
    this.queued.is[slot] = 0;
    const component = slot - level * this.components;
    if (events.worstOf(component) >= level) return;
    events.expect(component, level);
    this.due[this.dueCount] = component;
    this.dueCount += 1;
  }

  /** The dependencies of neighbours stand together in memory, and are read faster in their order. */
  private bringDueInOrder(): void {
    const { due, dueCount, events, components, level } = this;
    if (dueCount < components * LARGE_SHARE) {
      due.subarray(0, dueCount).sort();
      return;
    }
    let place = 0;
    for (let component = 0; component < components; component += 1) {
      if (!events.isExpected(component, level)) continue;
      due[place] = component;
      place += 1;
    }
  }
}
