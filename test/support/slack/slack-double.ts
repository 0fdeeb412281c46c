/** A call of the Web API as Slack saw it. */
export interface LoggedCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** What goes wrong with the next call of a method. */
export type SlackFault =
  | { readonly kind: "error"; readonly error: string }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  /** Done, and the answer lost. */
  | { readonly kind: "reply-lost" }
  /** Nothing is ever answered; with `done`, it is done all the same. */
  | { readonly kind: "hang"; readonly done?: boolean };

/** A message as it stands in a channel. */
export interface DoubleMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly edits: number;
  readonly isDeleted: boolean;
  /** Only this user sees it. */
  readonly onlyFor: string | undefined;
}
