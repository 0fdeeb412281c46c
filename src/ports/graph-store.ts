import type { Assertion, Claim, Source } from "../model/assertion.ts";
import type { AuditEntry, AuditRow } from "../model/audit.ts";
import type { IncidentRecord } from "../model/incident.ts";
import type { Proposal, Verdict } from "../model/proposal.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";

/** Everything one source says in one run. */
export interface Saying {
  readonly source: Source;
  /** Epoch milliseconds; first and last seen are taken from it. */
  readonly at: number;
  readonly claims: readonly Claim[];
  /**
   * `true`: this is all the source has to say, and what it said before and does not say now is retracted.
   * `false`: these claims are added to what it said before.
   */
  readonly complete: boolean;
  /** Allows a retraction of more than 20 % of the source's active assertions. */
  readonly force?: boolean;
  /** Who set this off, for the audit log. */
  readonly actor: string;
}

/** What a saying changed, fact by fact. */
export interface SayingReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retracted: readonly string[];
  readonly unchanged: number;
  /** The store is away: nothing is written yet, and it will be once it is back. The counts are unknown then. */
  readonly kept?: boolean | undefined;
}

/** A source and when it last said all that it had (epoch milliseconds; 0 when it never did). */
export interface KnownSource extends Source {
  readonly completeAt: number;
}

/** One record of a store, for moving everything to another. */
export type StoredRecord =
  | { readonly type: "source"; readonly source: KnownSource }
  | { readonly type: "assertion"; readonly assertion: Assertion }
  | { readonly type: "proposal"; readonly proposal: Proposal }
  | { readonly type: "incident"; readonly incident: IncidentRecord }
  | { readonly type: "audit"; readonly row: AuditRow };

/** One page of something long; `next` asks for the following page and is undefined on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** What comes of a decision: the proposal as it stands, and whether this call was the one that decided. */
export interface Decision {
  readonly proposal: Proposal;
  /** `false` when somebody had decided before: nothing was written again. */
  readonly decidedNow: boolean;
  /** The store is away: the decision is kept, and goes in once it is back. */
  readonly kept?: boolean | undefined;
}

/**
 * The shared record: facts as assertions, proposals, incidents, and the audit log.
 *
 * Every adapter passes `graphStoreContract`. Every write is atomic and idempotent: when the reply to a
 * commit is lost, calling again with the same arguments does no harm. A store that is away rejects with
 * a `DepmapError` `graph-store-away`.
 */
export interface GraphStore {
  /**
   * Takes down what a source says. The same saying twice changes nothing but `lastSeen`.
   *
   * Touches no other source's assertions. Rejects with `mass-retraction` when more than 20 % of the source's
   * active assertions would go and `force` is unset; nothing is written then. New facts go in before old ones
   * go out. Ends of dependencies that no component fact names are readable as components of kind `service`.
   * `onProgress` hears, now and then, how many of the saying's steps are done, of how many.
   */
  say(saying: Saying, onProgress?: (done: number, of: number) => void): Promise<SayingReport>;
  /** All assertions about one fact, active and retracted, oldest first. */
  assertionsAbout(factKey: string): Promise<readonly Assertion[]>;
  /** All assertions, ordered by source and fact key; for export and for questions about provenance. */
  assertions(after?: string): Promise<Page<Assertion>>;
  /** Grows by one or more with every write that changes what `snapshot` would give. */
  version(): Promise<number>;
  /** All sources that ever said anything, by name. */
  sources(): Promise<readonly KnownSource[]>;
  /**
   * The folded map as it stands. `now` decides what is dormant.
   *
   * With `last`, an earlier snapshot of this store, only what was written since is read, where that is less work:
   * the same map, but what was not written since keeps the state that it had in `last`. A `last` that is not known to be
   * of this store's own history (`Snapshot.store`), or that is too old, is of no use, and everything is read.
   */
  snapshot(now: number, last?: Snapshot): Promise<Snapshot>;

  /** Keeps a proposal; one with the same id that is there already is left as it is, and returned. */
  propose(proposal: Proposal): Promise<Proposal>;
  proposal(id: string): Promise<Proposal | undefined>;
  /** Newest first. */
  proposals(state: Proposal["state"], after?: string): Promise<Page<Proposal>>;
  /** Replaces an open proposal's own fields (edit, card); rejects with `bad-input` when it is decided. */
  reviseProposal(proposal: Proposal): Promise<void>;
  /**
   * Decides an open proposal. With `approve`, its `saying` goes in in the same transaction, and so does one
   * audit row. Two at once, or the same click twice: exactly one decides.
   */
  decideProposal(
    id: string,
    decision: Verdict & {
      /** What becomes known with an approval: the dependency, and new components. */
      readonly saying?: Saying | undefined;
    },
  ): Promise<Decision>;

  /**
   * Writes what is known of an incident; the record replaces the one with the same incident id. Rejects with
   * `lease-lost` when that one was written under a higher fence; a record without a fence always goes in.
   */
  keepIncident(record: IncidentRecord): Promise<void>;
  incident(id: string): Promise<IncidentRecord | undefined>;
  /** Newest first; of those that opened in the same millisecond, the greater id first. */
  incidents(filter: {
    readonly open?: boolean;
    readonly limit: number;
    /** Only what comes behind this one, for reading page by page. */
    readonly after?: { readonly openedAt: number; readonly id: string } | undefined;
  }): Promise<readonly IncidentRecord[]>;

  /** Adds a link to the audit chain. */
  audit(entry: AuditEntry): Promise<AuditRow>;
  /** The chain from row `after + 1` on. */
  auditRows(after: number): Promise<Page<AuditRow>>;

  /**
   * Writes what another store held, word for word, its audit chain included; the folded map is worked out from it.
   *
   * Sources come before their assertions. Rejects with `bad-input` when this store holds anything else already. Cut
   * short, it is called again with the same records and goes on; `onProgress` hears how many are in.
   */
  restore(records: AsyncIterable<StoredRecord>, onProgress?: (done: number) => void): Promise<void>;

  /** Brings the store's schema to this version, as every first use does by itself; says what it was and is. */
  migrate(): Promise<{ readonly before: number; readonly after: number }>;
  close(): Promise<void>;
}
