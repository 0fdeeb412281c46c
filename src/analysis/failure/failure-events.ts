import type { ComponentIndex, DependencyIndex } from "../../model/snapshot/snapshot.ts";
import type { Level } from "./edge-rules.ts";

/** From such a share of all components on, wiping all marks costs less than wiping those of the events. */
const LARGE_SHARE = 1 / 32;

/**
 * What has happened so far in one failure, event by event, in columns.
 *
 * An event is one component reaching one state; a component has at most three, each worse than the one before.
 * Each event knows its cause, so that chains can be read backwards. The columns are used again by the next run.
 */
export class FailureEvents {
  count = 0;
  readonly component: Int32Array;
  readonly level: Uint8Array;
  readonly time: Float64Array;
  /** Its place among the events of its time, from `orderOf`. */
  readonly order: Float64Array;
  /** The dependency and the event that brought it about; -1 for an origin's. */
  readonly dependency: Int32Array;
  readonly cause: Int32Array;
  /** Length of the chain of causes. */
  readonly hops: Int32Array;
  /** Of the weakest dependency in the chain of causes. */
  readonly confidence: Float32Array;

  /**
   * Per component, the level it has reached, plus 4 × the level it will reach in the next step of this time, plus
   * 16 when somebody out of turn has a hand in that.
   */
  readonly reached: Uint8Array;

  constructor(components: number) {
    const most = components * 3;
    this.component = new Int32Array(most);
    this.level = new Uint8Array(most);
    this.time = new Float64Array(most);
    this.order = new Float64Array(most);
    this.dependency = new Int32Array(most);
    this.cause = new Int32Array(most);
    this.hops = new Int32Array(most);
    this.confidence = new Float32Array(most);
    this.reached = new Uint8Array(components);
  }

  /** Forgets everything. After a small failure on a large map that costs little. */
  beginRun(): void {
    const { component, count, reached } = this;
    this.count = 0;
    if (count > reached.length * LARGE_SHARE) {
      reached.fill(0);
      return;
    }
    for (let event = 0; event < count; event += 1) reached[component[event] as number] = 0;
  }

  /** The worst level that a component has reached; 0 when the failure has not reached it. */
  worstOf(component: ComponentIndex): Level {
    return (this.reached[component] as number) & 3;
  }

  /** Will a component reach this level in the next step? */
  isExpected(component: ComponentIndex, level: Level): boolean {
    return (((this.reached[component] as number) >> 2) & 3) === level;
  }

  /** Notes that it will. */
  expect(component: ComponentIndex, level: Level): void {
    this.reached[component] = 4 * level + this.worstOf(component);
  }

  /** Notes that the offer was made out of turn: not in the order of the dependencies. */
  markOutOfTurn(component: ComponentIndex): void {
    this.reached[component] = (this.reached[component] as number) | 16;
  }

  /** Adds an event. */
  happen(
    component: ComponentIndex,
    level: Level,
    time: number,
    order: number,
    confidence: number,
    dependency: DependencyIndex,
    cause: number,
  ): void {
    const event = this.count;
    this.count += 1;
    this.reached[component] = level;
    this.component[event] = component;
    this.level[event] = level;
    this.time[event] = time;
    this.order[event] = order;
    this.confidence[event] = confidence;
    this.dependency[event] = dependency;
    this.cause[event] = cause;
    this.hops[event] = cause < 0 ? 0 : (this.hops[cause] as number) + 1;
  }
}
