/** A right to do something that only one replica may do, for a while. */
interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Grows with every new holder; what was written under a higher one is never overwritten by a lower. */
  readonly fence: number;
}

/** How several replicas agree who does what. */
export interface Claims {
  /**
   * Takes the lease, or prolongs one's own; undefined while somebody else holds it. Time is the store's own.
   *
   * A holder that could not prolong in time counts it as lost from `forMs` after it last asked. Rejects with
   * `graph-store-away`.
   */
  take(name: string, holder: string, forMs: number): Promise<Lease | undefined>;
  /** Gives it back, so that nobody waits for its end. A lease that is lost already is left alone. */
  release(lease: Lease): Promise<void>;
}
