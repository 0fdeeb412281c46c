/** The time, handed in so that tests and replays can set it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
