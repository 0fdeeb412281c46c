import type { LoneFailures } from "../model/lone-failures.ts";
import type { SinglePoints } from "../model/single-points.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";

/** How somebody follows a long piece of work, and ends it. */
export interface Following {
  /** Hears now and then how many components are done, and of how many. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks one question of every component, on all cores, beside whatever else the process does. */
export interface Analyst {
  /**
   * What each component's failure does alone: a row for every component, in the map's order.
   *
   * Rejects with `cannot-answer` when it was cancelled, or when a part of the work crashed; nothing of it goes on
   * then, and the next question starts afresh.
   */
  loneFailures(snapshot: Snapshot, following?: Following): Promise<LoneFailures>;
}

/** The single points of failure, as far as they are worked out. */
export interface SinglePointsSoFar {
  /** Those of the map asked about, or of an earlier one while `counting` goes on; undefined before the first count. */
  readonly answer?: SinglePoints | undefined;
  /** How far the count for a newer map is; undefined when the answer is that of the map asked about. */
  readonly counting?: { readonly done: number; readonly of: number } | undefined;
}

/** Keeps the last answer about single points of failure, and works out the next one when somebody asks. */
export interface SinglePointBook {
  /**
   * Answers within about a second, whether the count is done or not; the count goes on and is kept for who asks next.
   * Rejects with `cannot-answer` when the count failed; the next question starts it afresh.
   */
  look(snapshot: Snapshot): Promise<SinglePointsSoFar>;
}
