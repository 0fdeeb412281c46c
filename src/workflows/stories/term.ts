import { DepmapError } from "../../model/errors.ts";

/**
 * What a replica may do while it tells, when there are several. Where it is unset there is one process only, which
 * always may and need not look for anybody else's posts.
 */
export interface Term {
  /** Differs for every term: what was shown in another one may have been changed since by somebody else. */
  readonly name: string;
  /** Goes with every record; 0 without a lease, so that it overwrites nobody's. */
  readonly fence: number;
  /** When it began; epoch milliseconds. What came in before may have been told by somebody else. */
  readonly since: number;
  /** Throws `lease-lost` when what is posted now could still be on its way when another replica tells. */
  mayPost(): void;
  /** Incidents whose records were written in this term: nobody else has told of them since. */
  readonly kept: Set<string>;
}

/** Does this replica hold a lease? Then the store is there for all that it has to agree with others. */
export function holdsLease(term: Term | undefined): boolean {
  return term !== undefined && term.fence > 0;
}

/** Is this the fault of a store that does not answer? It passes, or the lease does. */
export function isStoreAway(fault: unknown): boolean {
  return fault instanceof DepmapError && fault.code === "graph-store-away";
}
