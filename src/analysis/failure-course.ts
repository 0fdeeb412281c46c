import type { ComponentIndex, DependencyIndex, Snapshot } from "../model/snapshot.ts";
import { DEGRADED, DOWN, edgeRules, SPECIAL, type EdgeRules, type Level } from "./edge-rules.ts";
import { createFailureQueue } from "./failure-queue.ts";
import { orderOf, roundOf, stepsOf } from "./failure-moment.ts";
import { createGroupTally, type Arrival, type GroupTally } from "./group-tally.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** What keeps a consumer from going down as long as its fallback holds: the dependency, and its provider's event. */
interface Waiter {
  readonly dependency: DependencyIndex;
  readonly cause: number;
}

/**
 * Plays one failure through a snapshot, event by event, in the order in which things go wrong.
 *
 * An event is one component reaching one state; a component has at most three, each worse than the one before.
 * Each event knows its cause, so that chains can be read backwards. Cycles end, because states only worsen.
 * The columns are used again by the next failure of the same snapshot: read them before that.
 */
export class FailureCourse {
  count = 0;
  readonly component: Int32Array;
  readonly level: Uint8Array;
  readonly time: Float64Array;
  /** The dependency and the event that brought each event about; -1 for an origin's. */
  readonly dependency: Int32Array;
  readonly cause: Int32Array;
  /** Length of the chain of causes. */
  readonly hops: Int32Array;
  /** Of the weakest dependency in the chain of causes. */
  readonly confidence: Float32Array;
  /** The dependencies whose fallback was used, by consumer; the fallback may have been lost later. */
  readonly fallbacksUsed = new Map<ComponentIndex, DependencyIndex[]>();

  private readonly order: Float64Array;
  /** Per component `4 × run + level`, so that nothing has to be wiped between two runs. */
  private readonly worst: Float64Array;
  private base = 0;

  /** Per component and level (a slot): the best arrival so far. */
  private readonly offeredIn: Float64Array;
  private readonly offeredTime: Float64Array;
  private readonly offeredOrder: Float64Array;
  private readonly offeredConfidence: Float32Array;
  private readonly offeredDependency: Int32Array;
  private readonly offeredCause: Int32Array;

  private readonly snapshot: Snapshot;
  private readonly rules: EdgeRules;
  private readonly later = createFailureQueue();
  /** Slots to be looked at now, and in the next step at the same time. */
  private now: number[] = [];
  private next: number[] = [];
  private nowTime = 0;
  private nowOrder = 0;
  private readonly waiting = new Map<ComponentIndex, Waiter[]>();
  private groups: GroupTally = createGroupTally();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.rules = edgeRules(snapshot);
    const components = snapshot.components.length;
    const events = components * 3;
    this.component = new Int32Array(events);
    this.level = new Uint8Array(events);
    this.time = new Float64Array(events);
    this.order = new Float64Array(events);
    this.dependency = new Int32Array(events);
    this.cause = new Int32Array(events);
    this.hops = new Int32Array(events);
    this.confidence = new Float32Array(events);
    this.worst = new Float64Array(components);
    const slots = components * 4;
    this.offeredIn = new Float64Array(slots);
    this.offeredTime = new Float64Array(slots);
    this.offeredOrder = new Float64Array(slots);
    this.offeredConfidence = new Float32Array(slots);
    this.offeredDependency = new Int32Array(slots);
    this.offeredCause = new Int32Array(slots);
  }

  /** The worst level that a component has reached; 0 when the failure did not reach it. */
  worstOf(component: ComponentIndex): Level {
    return Math.max(0, (this.worst[component] as number) - this.base);
  }

  /** Forgets the last failure and plays this one: all origins down at time 0. */
  run(origins: readonly ComponentIndex[]): this {
    this.base += 4;
    this.count = 0;
    this.now.length = 0;
    this.next.length = 0;
    this.later.clear();
    this.waiting.clear();
    this.fallbacksUsed.clear();
    this.groups = createGroupTally();

    this.nowTime = 0;
    this.nowOrder = orderOf(0, DOWN, 0);
    for (const origin of origins) {
      if (this.worstOf(origin) === 0) this.happen(origin, DOWN, Infinity, -1, -1);
    }
    for (let event = 0, failed = this.count; event < failed; event += 1) this.passOn(event);
    while (this.advance()) this.playMoment();
    return this;
  }

  /** Moves to the next time and order at which something may happen. */
  private advance(): boolean {
    [this.now, this.next] = [this.next, this.now];
    this.next.length = 0;
    if (this.now.length > 0) {
      this.nowOrder += 1;
    } else {
      if (this.later.size === 0) return false;
      this.nowTime = this.later.time;
      this.nowOrder = this.later.order;
    }
    const { later, nowTime, nowOrder } = this;
    while (later.size > 0 && later.time === nowTime && later.order === nowOrder) {
      this.now.push(later.pop());
    }
    return true;
  }

  private playMoment(): void {
    for (const slot of this.now) {
      const component = slot >> 2;
      const level = slot & 3;
      const before = this.worstOf(component);
      // Reached sooner, or in a worse state, by another way.
      if (before >= level) continue;
      const event = this.count;
      const dependency = this.offeredDependency[slot] as number;
      const cause = this.offeredCause[slot] as number;
      this.happen(component, level, this.offeredConfidence[slot] as number, dependency, cause);
      this.passOn(event);
      if (before === 0 && this.waiting.size > 0) this.loseFallback(event);
    }
  }

  private happen(
    component: ComponentIndex,
    level: Level,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const event = this.count;
    this.count += 1;
    this.worst[component] = this.base + level;
    this.component[event] = component;
    this.level[event] = level;
    this.time[event] = this.nowTime;
    this.order[event] = this.nowOrder;
    this.confidence[event] = confidence;
    this.dependency[event] = dependency;
    this.cause[event] = cause;
    this.hops[event] = cause < 0 ? 0 : (this.hops[cause] as number) + 1;
  }

  /** Offers the harm of an event to all consumers of its component. */
  private passOn(event: number): void {
    const { consumer, firstUse } = this.snapshot;
    const { kind, passesOn } = this.rules;
    const { worst, base } = this;
    const provider = this.component[event] as number;
    const level = this.level[event] as number;
    const end = firstUse[provider + 1] as number;
    for (let dependency = firstUse[provider] as number; dependency < end; dependency += 1) {
      const felt = passesOn[4 * (kind[dependency] as number) + level] as number;
      if (felt === 0) continue;
      const harmed = consumer[dependency] as number;
      if ((worst[harmed] as number) >= base + felt) continue;
      if ((kind[dependency] as number) >= SPECIAL) this.passOnSpecially(dependency, felt, event);
      else this.offerAlong(dependency, felt, event);
    }
  }

  /** The plain case: the harm arrives after the dependency's delay, one step further on. */
  private offerAlong(dependency: DependencyIndex, level: Level, event: number): void {
    const { consumer, delayMs, confidence } = this.snapshot;
    const delay = delayMs[dependency] as number;
    this.offer(
      consumer[dependency] as number,
      level,
      this.nowTime + delay,
      orderOf(delay > 0 ? 0 : roundOf(this.nowOrder), level, stepsOf(this.nowOrder) + 1),
      Math.min(this.confidence[event] as number, confidence[dependency] as number),
      dependency,
      event,
    );
  }

  /** Keeps the best arrival of one level at one component, and has it looked at in its time. */
  private offer(
    component: ComponentIndex,
    level: Level,
    time: number,
    order: number,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const slot = component * 4 + level;
    let isSooner = true;
    if (this.offeredIn[slot] === this.base) {
      const knownTime = this.offeredTime[slot] as number;
      const knownOrder = this.offeredOrder[slot] as number;
      if (time > knownTime || (time === knownTime && order > knownOrder)) return;
      isSooner = time < knownTime || order < knownOrder;
      const knownConfidence = this.offeredConfidence[slot] as number;
      if (!isSooner && confidence < knownConfidence) return;
      const known = this.offeredDependency[slot] as number;
      if (!isSooner && confidence === knownConfidence && dependency >= known) return;
    }
    this.offeredIn[slot] = this.base;
    this.offeredTime[slot] = time;
    this.offeredOrder[slot] = order;
    this.offeredConfidence[slot] = confidence;
    this.offeredDependency[slot] = dependency;
    this.offeredCause[slot] = cause;
    if (!isSooner) return;
    if (time === this.nowTime && order === this.nowOrder + 1) this.next.push(slot);
    else this.later.push(slot, time, order);
  }

  /** A dependency with a fallback, in a redundancy group, or both. */
  private passOnSpecially(dependency: DependencyIndex, felt: Level, event: number): void {
    const arrival = this.arrival(dependency, event, roundOf(this.nowOrder));
    if (felt < DOWN || !this.rules.fallbackOf.has(dependency)) {
      this.arrive(felt, arrival);
      return;
    }
    const fallback = this.rules.fallbackOf.get(dependency);
    if (fallback !== undefined && this.worstOf(fallback) > 0) {
      this.arrive(felt, arrival);
      return;
    }
    const harmed = this.snapshot.consumer[dependency] as number;
    append(this.fallbacksUsed, harmed, dependency);
    if (fallback !== undefined) append(this.waiting, fallback, { dependency, cause: event });
    this.arrive(DEGRADED, arrival);
  }

  /**
   * Takes down whoever lived on a component that has now been reached.
   *
   * Losing one that is not down itself, and at once, counts for the next round: the consumer's being degraded may
   * be the very reason.
   */
  private loseFallback(event: number): void {
    const fallback = this.component[event] as number;
    const waiters = this.waiting.get(fallback) ?? [];
    this.waiting.delete(fallback);
    const round = roundOf(this.nowOrder) + (this.level[event] === DOWN ? 0 : 1);
    for (const { dependency, cause } of waiters) {
      this.arrive(DOWN, this.arrival(dependency, cause, round));
    }
  }

  private arrival(dependency: DependencyIndex, cause: number, round: number): Arrival {
    const delay = this.snapshot.delayMs[dependency] as number;
    return {
      time: this.nowTime + delay,
      round: delay > 0 ? 0 : round,
      steps: stepsOf(this.nowOrder) + 1,
      confidence: Math.min(
        this.confidence[cause] as number,
        this.snapshot.confidence[dependency] as number,
      ),
      dependency,
      cause,
    };
  }

  private arrive(level: Level, arrival: Arrival): void {
    const group = this.rules.groupOf.get(arrival.dependency);
    if (group) this.groups.arrive(group, level, arrival, this.feel);
    else this.feel(level, arrival);
  }

  private readonly feel = (level: Level, arrival: Arrival): void => {
    const { time, round, steps, confidence, dependency, cause } = arrival;
    const component = this.snapshot.consumer[dependency] as number;
    if (this.worstOf(component) >= level) return;
    this.offer(component, level, time, orderOf(round, level, steps), confidence, dependency, cause);
  };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The course of failures through a snapshot; one for each snapshot, used again for every question. */
export const failureCourse = perSnapshot((snapshot: Snapshot) => new FailureCourse(snapshot));
