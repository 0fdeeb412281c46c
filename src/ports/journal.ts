import type { Action } from "../model/reply.ts";

/** Something that came in, as it came. */
export interface ReceivedEvent {
  /** The sender's signed id, or a hash of the body when it has none. */
  readonly id: string;
  readonly sender: "pagerduty" | "chat";
  /** The incident (or thread) it is about; the unit of work. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly body: string;
}

/** Something to be said in chat exactly once. `key` names it for ever, such as `briefing PABC123`. */
export interface Post {
  readonly key: string;
  readonly subject: string;
  readonly chat: string;
  readonly channel: string;
  /** The message under which it stands; unset for a message of its own. */
  readonly thread?: string | undefined;
  /** `intent`: perhaps posted, perhaps not; look before posting. `sent`: in the chat under `message`. */
  readonly state: "intent" | "sent";
  readonly message?: string | undefined;
  /** What was last shown, as a hash, so that an edit that changes nothing is not made. */
  readonly shown?: string | undefined;
  /** Epoch milliseconds of the intent. */
  readonly at: number;
  /** When it was last put on its way, as far as anybody here tried; epoch milliseconds. */
  readonly triedAt?: number | undefined;
}

/**
 * What came in and what we still owe, always on the local disk.
 *
 * When a promise resolves, the write is on disk (fsync). Calls that arrive together share one fsync. Rejects
 * with `journal-away` when the disk is full, locked or read-only; works again by itself when the disk does.
 */
export interface Journal {
  /** Keeps an event. One with an id that is known is not kept again: `known`. */
  receive(event: ReceivedEvent): Promise<"new" | "known">;
  /** Keeps events that wait to be handled, even those that were handled here before. */
  receiveAgain(events: readonly ReceivedEvent[]): Promise<void>;
  /** The first events to arrive that nobody has handled. */
  unhandled(limit: number): Promise<readonly ReceivedEvent[]>;
  /** Subjects with events that nobody has handled, the newest event's first. */
  unhandledSubjects(limit: number): Promise<readonly string[]>;
  /** All events of a subject, handled or not, in the order of arrival. */
  eventsOf(subject: string): Promise<readonly ReceivedEvent[]>;
  /** Marks those events as handled; one that arrives meanwhile stays unhandled. */
  handled(events: readonly ReceivedEvent[]): Promise<void>;

  /**
   * Writes down that something is about to be posted, and returns what stands there. Of an intent that is known only
   * `triedAt` changes, when it is given; a `sent` post is left as it is.
   */
  intend(post: Omit<Post, "state" | "message" | "shown">): Promise<Post>;
  /** Notes that the post is in the chat (again with every edit). */
  sent(key: string, message: string, shown: string): Promise<void>;
  post(key: string): Promise<Post | undefined>;
  postsOf(subject: string): Promise<readonly Post[]>;
  /** What was begun in a channel since then (epoch milliseconds), threads included, oldest first. */
  postsIn(channel: string, since: number): Promise<readonly Post[]>;

  /** Drops handled events received before `at`; ids of events from the last 7 days are kept at least. */
  forget(before: number): Promise<number>;
  /** Writes and syncs a mark: resolves when `receive` would work now. For readiness. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps what buttons do, so that the chat carries an opaque id only. Ids cannot be guessed and survive a restart. */
export interface ActionBox {
  /** The same action in the same message gets the same id. */
  keep(action: Action, message: string): Promise<string>;
  /** undefined when the id is unknown or older than 90 days. */
  find(id: string): Promise<Action | undefined>;
}

/** A write that the graph store has yet to take, without what it says. */
export interface OwedWrite {
  /** Grows: the order in which they go in. */
  readonly id: number;
  readonly kind: string;
  /** What it is about, such as a proposal's id. */
  readonly subject: string;
  /** Epoch milliseconds of the wish. */
  readonly at: number;
  /** `applied`: it is in the store, and somebody has yet to be shown. `refused`: the store will not have it, see `why`. */
  readonly state: "owed" | "applied" | "refused";
  readonly why?: string | undefined;
}

/** How it stands between depmap and its graph store. */
export interface StoreCondition {
  /** Epoch milliseconds since which it has not answered; undefined while it does. */
  readonly awaySince?: number | undefined;
  /** How many writes wait for it. */
  readonly owed: number;
  /** What it would not have; kept in the journal, with the reason. */
  readonly refused: readonly OwedWrite[];
}

/**
 * Writes that wait for a graph store that is away, and the last copy of what it held.
 *
 * What they say are bytes to the journal. On disk when a promise resolves, like everything in the journal.
 */
export interface OwedWrites {
  /** Puts a write behind all others and gives its id. `replaces`: those of the same kind and subject go. */
  owe(
    write: Pick<OwedWrite, "kind" | "subject" | "at"> & { readonly replaces?: boolean },
    body: readonly Uint8Array[],
  ): Promise<number>;
  /** All that are not settled, in their order. */
  owed(): Promise<readonly OwedWrite[]>;
  /** The bytes, as they were given; none when the write is settled. */
  owedBody(id: number): Promise<readonly Uint8Array[]>;
  /** Keeps it in another state than `owed`. One that is settled is left alone. */
  setAside(id: number, state: "applied" | "refused", why?: string): Promise<void>;
  /** Done with: nothing of it is kept. */
  settled(id: number): Promise<void>;

  /** Keeps a copy under a name, in place of the one that is there. */
  keepCopy(name: string, body: Uint8Array): Promise<void>;
  lastCopy(name: string): Promise<Uint8Array | undefined>;
}
