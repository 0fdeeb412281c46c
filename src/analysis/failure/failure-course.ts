import type { ComponentIndex, DependencyIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { DEGRADED, DOWN, edgeRules, SPECIAL, type EdgeRules, type Level } from "./edge-rules.ts";
import { FailureAgenda } from "./failure-agenda.ts";
import { FailureEvents } from "./failure-events.ts";
import { orderOf, roundOf, stepsOf } from "./failure-moment.ts";
import { createGroupTally, type Arrival, type GroupTally } from "./group-tally.ts";
import { perSnapshot } from "../per-snapshot.ts";

/** What keeps a consumer from going down while its fallback holds: the dependency, and its provider's event. */
interface Waiter {
  readonly dependency: DependencyIndex;
  readonly cause: number;
}

/**
 * Plays failures through a snapshot, in the order in which things go wrong, one failure at a time.
 *
 * Cycles end, because states only worsen. `events` and `fallbacksUsed` are used again by the next run: read them
 * before that.
 */
export class FailureCourse {
  readonly events: FailureEvents;
  /** The dependencies whose fallback was used, by consumer; the fallback may have been lost later. */
  readonly fallbacksUsed = new Map<ComponentIndex, DependencyIndex[]>();

  private readonly snapshot: Snapshot;
  private readonly rules: EdgeRules;
  private readonly agenda: FailureAgenda;
  /** Pairs of a dependency and an event whose harm is less than the level that is being played. */
  private readonly deferred: number[] = [];
  /** Who lives on a component that has not been reached yet. */
  private readonly waiting = new Map<ComponentIndex, Waiter[]>();
  private groups: GroupTally = createGroupTally();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.rules = edgeRules(snapshot);
    this.events = new FailureEvents(snapshot.components.length);
    this.agenda = new FailureAgenda(snapshot.components.length, this.events);
  }

  /** Forgets the last failure and plays this one: all origins down at time 0. */
  run(origins: readonly ComponentIndex[]): this {
    const { events, agenda } = this;
    events.beginRun();
    agenda.beginRun();
    this.deferred.length = 0;
    this.waiting.clear();
    this.fallbacksUsed.clear();
    this.groups = createGroupTally();

    for (const origin of origins.toSorted((a, b) => a - b)) {
      if (events.worstOf(origin) > 0) continue;
      events.happen(origin, DOWN, 0, agenda.order, Infinity, -1, -1);
    }
    this.passOnSince(0);
    for (;;) {
      if (agenda.isStepEmpty) this.passOnDeferred();
      if (!agenda.advance()) return this;
      const first = events.count;
      this.playMoment();
      this.passOnSince(first);
    }
  }

  /** All that is due happens before any of it is passed on: an offer for the next step then overwrites none of it. */
  private playMoment(): void {
    const { agenda, events, snapshot } = this;
    const { due, dueCount, level, time, order, offered } = agenda;
    const firstSlot = level * snapshot.components.length;
    for (let place = 0; place < dueCount; place += 1) {
      const component = due[place] as number;
      const slot = firstSlot + component;
      const confidence = offered.confidence[slot] as number;
      const dependency = offered.dependency[slot] as number;
      const cause = offered.cause[slot] as number;
      events.happen(component, level, time, order, confidence, dependency, cause);
    }
  }

  /** Passes on the events from this one to the last, in the order of their components. */
  private passOnSince(first: number): void {
    const { events, waiting } = this;
    for (let event = first, end = events.count; event < end; event += 1) {
      this.passOn(event);
      if (waiting.size > 0) this.loseFallback(event);
    }
  }

  /** Offers the harm of an event to all consumers of its component. The one hot loop: a map has millions of edges. */
  private passOn(event: number): void {
    const { consumer, confidence, firstUse } = this.snapshot;
    const { kind, passesOn } = this.rules;
    const { agenda, events, deferred } = this;
    const { reached } = events;
    const surest = agenda.offered.confidence;
    const provider = events.component[event] as number;
    const level = events.level[event] as number;
    const soFar = events.confidence[event] as number;
    const firstSlot = level * this.snapshot.components.length;
    const end = firstUse[provider + 1] as number;
    for (let dependency = firstUse[provider] as number; dependency < end; dependency += 1) {
      const harmed = consumer[dependency] as number;
      const known = reached[harmed] as number;
      // No harm is worse than the provider's own: whoever is that bad already feels nothing new.
      if ((known & 3) >= level) continue;
      const weakest = Math.min(soFar, confidence[dependency] as number);
      // Due in the next step anyway: of those in turn the first, by the smallest dependency, gives way to a surer one.
      if (known >> 2 === level && weakest <= (surest[firstSlot + harmed] as number)) continue;
      const own = kind[dependency] as number;
      const felt = passesOn[4 * own + level] as number;
      if (felt === 0 || (known & 3) >= felt) continue;
      if (own >= SPECIAL) {
        this.passOnSpecially(dependency, felt, event);
      } else if (felt < level) {
        deferred.push(dependency, event);
      } else {
        agenda.offerNext(harmed, felt, weakest, dependency, event);
      }
    }
  }

  /** Offers lesser harm when everybody who is in a worse state at this time is known: most need it no more. */
  private passOnDeferred(): void {
    const { deferred, events } = this;
    const { consumer } = this.snapshot;
    const { kind, passesOn } = this.rules;
    for (let place = 0; place < deferred.length; place += 2) {
      const dependency = deferred[place] as number;
      const event = deferred[place + 1] as number;
      const level = events.level[event] as number;
      const felt = passesOn[4 * (kind[dependency] as number) + level] as number;
      if (events.worstOf(consumer[dependency] as number) >= felt) continue;
      const round = roundOf(events.order[event] as number);
      this.feel(felt, this.arrival(dependency, event, event, round));
    }
    deferred.length = 0;
  }

  /** A dependency that takes time, has a fallback, or is in a redundancy group. */
  private passOnSpecially(dependency: DependencyIndex, felt: Level, event: number): void {
    const { events, fallbacksUsed, rules, snapshot, waiting } = this;
    const arrival = this.arrival(dependency, event, event, roundOf(this.agenda.order));
    const fallback = rules.fallbackOf.get(dependency);
    const isLost = fallback !== undefined && events.worstOf(fallback) > 0;
    if (felt < DOWN || isLost || !rules.fallbackOf.has(dependency)) {
      this.arrive(felt, arrival);
      return;
    }
    append(fallbacksUsed, snapshot.consumer[dependency] as number, dependency);
    if (fallback !== undefined) append(waiting, fallback, { dependency, cause: event });
    this.arrive(DEGRADED, arrival);
  }

  /**
   * Takes down whoever lived on a component that has now been reached.
   *
   * Losing at once one that is not down itself counts for the next round: that the consumer is degraded may be the
   * very reason.
   */
  private loseFallback(event: number): void {
    const { agenda, events, waiting } = this;
    const fallback = events.component[event] as number;
    const waiters = waiting.get(fallback) ?? [];
    waiting.delete(fallback);
    const round = roundOf(agenda.order) + (agenda.level === DOWN ? 0 : 1);
    for (const { dependency, cause } of waiters) {
      this.arrive(DOWN, this.arrival(dependency, cause, event, round));
    }
  }

  /** The harm that a dependency carries on from its cause, once `trigger` has happened. */
  private arrival(
    dependency: DependencyIndex,
    cause: number,
    trigger: number,
    round: number,
  ): Arrival {
    const { events, snapshot } = this;
    const delay = snapshot.delayMs[dependency] as number;
    const soFar = events.confidence[cause] as number;
    return {
      time: (events.time[trigger] as number) + delay,
      round: delay > 0 ? 0 : round,
      steps: stepsOf(events.order[trigger] as number) + 1,
      confidence: Math.min(soFar, snapshot.confidence[dependency] as number),
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
    if (this.events.worstOf(component) >= level) return;
    const order = orderOf(round, level, steps);
    this.agenda.offer(component, level, time, order, confidence, dependency, cause);
  };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The course of failures through a snapshot; one for each snapshot, used again for every question. */
export const failureCourse = perSnapshot((snapshot: Snapshot) => new FailureCourse(snapshot));
