import type { LoneFailures } from "../model/lone-failures.ts";
import type { Snapshot } from "../model/snapshot.ts";

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
