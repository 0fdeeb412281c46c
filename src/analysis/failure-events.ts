import type { ComponentIndex, DependencyIndex } from "../model/snapshot.ts";
import type { Level } from "./edge-rules.ts";

/** Marks are 32-bit numbers; before they run out, they are wiped once. */
const LAST_RUN = 2 ** 31 - 32;

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
   * Per component, `run + 4 × the level it is about to reach + the level it has reached`; anything below `run` is
   * of an earlier run, so that nothing has to be wiped between two questions.
   */
  readonly reached: Int32Array;
  run = 0;

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
    this.reached = new Int32Array(components);
  }

  /** Forgets everything. */
  beginRun(): void {
    this.count = 0;
    this.run += 16;
    if (this.run < LAST_RUN) return;
    this.run = 16;
    this.reached.fill(0);
  }

  /** The worst level that a component has reached; 0 when the failure has not reached it. */
  worstOf(component: ComponentIndex): Level {
    const known = (this.reached[component] as number) - this.run;
    return known < 0 ? 0 : known & 3;
  }

  /** Notes that a component is about to reach a level, in the next step of this time. */
  expect(component: ComponentIndex, level: Level): void {
    this.reached[component] = this.run + 4 * level + this.worstOf(component);
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
    this.reached[component] = this.run + level;
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
