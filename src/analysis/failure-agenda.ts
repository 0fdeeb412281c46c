import type { ComponentIndex, DependencyIndex } from "../model/snapshot.ts";
import { DOWN, type Level } from "./edge-rules.ts";
import type { FailureEvents } from "./failure-events.ts";
import { orderOf } from "./failure-moment.ts";
import { createFailureQueue } from "./failure-queue.ts";

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

  /** By slot, which is `level × components + component`. */
  readonly confidence: Float32Array;
  readonly dependency: Int32Array;
  readonly cause: Int32Array;
  private readonly offeredIn: Int32Array;
  private readonly offeredTime: Float64Array;
  private readonly offeredOrder: Float64Array;

  private next: Int32Array;
  private nextCount = 0;
  private readonly later = createFailureQueue();
  private readonly events: FailureEvents;
  private readonly components: number;

  constructor(components: number, events: FailureEvents) {
    const slots = components * 4;
    this.confidence = new Float32Array(slots);
    this.dependency = new Int32Array(slots);
    this.cause = new Int32Array(slots);
    this.offeredIn = new Int32Array(slots);
    this.offeredTime = new Float64Array(slots);
    this.offeredOrder = new Float64Array(slots);
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
    let isSooner = true;
    if (this.offeredIn[slot] === this.events.run) {
      const knownTime = this.offeredTime[slot] as number;
      const knownOrder = this.offeredOrder[slot] as number;
      if (time > knownTime || (time === knownTime && order > knownOrder)) return;
      isSooner = time < knownTime || order < knownOrder;
      if (!isSooner && !this.isSurer(slot, confidence, dependency)) return;
    }
    this.confidence[slot] = confidence;
    this.dependency[slot] = dependency;
    this.cause[slot] = cause;
    if (!isSooner) return;
    this.offeredIn[slot] = this.events.run;
    this.offeredTime[slot] = time;
    this.offeredOrder[slot] = order;
    if (time === this.time && order === this.order + 1) {
      this.events.expect(component, level);
      this.next[this.nextCount] = component;
      this.nextCount += 1;
    } else {
      this.later.push(slot, time, order);
    }
  }

  private isSurer(slot: number, confidence: number, dependency: DependencyIndex): boolean {
    const known = this.confidence[slot] as number;
    if (confidence !== known) return confidence > known;
    return dependency < (this.dependency[slot] as number);
  }
}
