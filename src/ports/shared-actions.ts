import type { Action } from "../model/reply.ts";

/** What buttons do, for all replicas: the one that is asked need not be the one that made the button. */
export interface SharedActions {
  /** Keeps an action under the id that it has already; the same id again keeps it longer. */
  put(id: string, action: Action, message: string): Promise<void>;
  /** undefined when the id is unknown or older than 90 days. */
  find(id: string): Promise<Action | undefined>;
  /** Drops what is older than 90 days. */
  forget(): Promise<void>;
}
