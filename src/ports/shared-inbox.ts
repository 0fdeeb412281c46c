import type { ReceivedEvent } from "./journal.ts";

/** Events that any replica received, for the one that tells. Kept until they are settled. */
export interface SharedInbox {
  /** Adds events; those whose id is there already are left as they are. */
  put(events: readonly ReceivedEvent[]): Promise<void>;
  /** The oldest that nobody has settled. */
  waiting(limit: number): Promise<readonly ReceivedEvent[]>;
  /** These are done with; unknown ids are passed over. */
  settle(ids: readonly string[]): Promise<void>;
}
