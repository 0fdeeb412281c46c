/** Something that somebody did in a chat, as the chat delivered it. */
export interface KeptRequest {
  /** Unique for ever: the chat's own id of the delivery, so that a repeated delivery is the same request. */
  readonly id: string;
  /** The chat adapter that received it and understands the body. */
  readonly chat: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** How often answering it was begun. */
  readonly attempts: number;
}

/**
 * Keeps what people ask until it is answered, on the local disk.
 *
 * When a promise resolves, the write is on disk (fsync); calls that arrive together share one. Rejects with
 * `journal-away` when the disk is full, locked or read-only.
 */
export interface RequestBox {
  /** Keeps a request before it is acknowledged. One with an id that is known is not kept again: `known`. */
  keep(request: Omit<KeptRequest, "attempts">): Promise<"new" | "known">;
  /** Notes that answering is about to begin, and gives how often it has begun now; 0 when it is answered already. */
  begin(id: string): Promise<number>;
  answered(id: string): Promise<void>;
  /** That chat's requests without an answer, in the order of arrival. */
  unanswered(chat: string): Promise<readonly KeptRequest[]>;
  /** Drops what was answered and received before `at`; ids are kept for 7 days at least. */
  forgetRequests(before: number): Promise<number>;
}
