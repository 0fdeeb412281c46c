import type { GraphStore } from "../../../src/ports/graph-store.ts";

/** An empty store, and the means to make its life hard. One is made for every test. */
export interface StoreUnderTest {
  readonly store: GraphStore;
  /** Another store on the same record, as a second process has it. */
  openAnother(): GraphStore;
  /** From now on nothing can be reached: the server is off, the file is gone. */
  takeAway(): Promise<void>;
  /** As it was before. */
  bringBack(): Promise<void>;
  /**
   * Lets the next write commit and loses the reply to it, so that the call rejects. Left out where nothing
   * lies between the store and its disk; the calls are repeated all the same.
   */
  cutNextReply?(): void;
  /** Closes everything that was opened, and cleans up. */
  dispose(): Promise<void>;
}

/** What one test checks. Making another empty store may wipe the one that the test was given. */
export type Check = (
  subject: StoreUnderTest,
  createEmptyStore: () => Promise<StoreUnderTest>,
) => Promise<void>;

/** Declares one thing that every store must do. */
export type Promises = (sentence: string, check: Check) => void;
