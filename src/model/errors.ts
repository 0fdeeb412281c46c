/** Every fault that depmap can name. The README's table of errors lists the same codes. */
export type ErrorCode =
  | "bad-config"
  | "bad-input"
  | "cannot-answer"
  | "chat-away"
  | "graph-store-away"
  | "journal-away"
  | "lease-lost"
  | "mass-retraction"
  | "not-allowed"
  | "pagerduty-away"
  | "snapshot-broken"
  | "unknown-command"
  | "unknown-component";

/**
 * A fault with a code that tests and people can hold on to.
 *
 * The message says what failed, where, and the next step; it never holds a secret or a payload.
 */
export class DepmapError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DepmapError";
    this.code = code;
  }
}

/** The words of anything that was thrown, for a message or a log line. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
