import { DepmapError } from "../../../model/errors.ts";

/** What Slack answered to a call that it took. */
export type SlackAnswer = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** The workspace in whose name it is; the first one when unset. */
  readonly workspace?: string | undefined;
  /** For the whole call, waiting for its turn included. */
  readonly deadlineMs?: number | undefined;
  /** Goes before those that wait for the same limit. */
  readonly isUrgent?: boolean | undefined;
}

/** What a method takes; as a function, it is asked when it is the call's turn. */
type CallArgs =
  | Readonly<Record<string, unknown>>
  | (() => Promise<Readonly<Record<string, unknown>>>);

/** Slack's Web API, one attempt a call. */
export interface SlackWeb {
  /**
   * One request and never a second one: Slack has nothing that keeps a repeated post from standing twice.
   *
   * A rate limit is waited for within the deadline, before the request and after a 429 (which has done nothing). Rejects
   * with a `SlackAway` when Slack cannot be reached, hangs, fails or has no room within the deadline, and with a
   * `SlackRefusal` when it says no.
   */
  call(method: string, args?: CallArgs, options?: CallOptions): Promise<SlackAnswer>;
}

/** Slack said no, in its own word. Nothing was done. */
export class SlackRefusal extends DepmapError {
  /** Slack's word, such as `channel_not_found` or `missing_scope`. */
  readonly error: string;
  /** The scope that is missing, when that is why. */
  readonly needed: string | undefined;

  constructor(method: string, error: string, needed?: string) {
    const scope =
      needed === undefined ? "" : `; give the app the scope ${needed} and install it again`;
    super("bad-input", `Slack refused ${method}: ${error}${scope}`);
    this.error = error;
    this.needed = needed;
  }
}

/** Slack cannot be reached, or has no room. What was asked for is perhaps done, perhaps not. */
export class SlackAway extends DepmapError {
  /** `not-sent`: nothing was done. `failed`: something said no. `unanswered`: it may still be on its way. */
  readonly request: "not-sent" | "failed" | "unanswered";

  constructor(request: SlackAway["request"], message: string, options?: ErrorOptions) {
    super("chat-away", message, options);
    this.request = request;
  }
}
