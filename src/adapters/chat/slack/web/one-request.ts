import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from "@slack/web-api";
import { messageOf } from "../../../../model/errors.ts";
import type { Secret } from "../../../../model/secret.ts";
import type { Log } from "../../../../ports/log.ts";
import { slackLogger } from "../slack-logger.ts";
import type { SlackAnswer } from "../slack-web.ts";

/** How one request ended. */
export type Ended =
  | { readonly did: "answered"; readonly answer: SlackAnswer }
  /** Nothing was done. */
  | { readonly did: "refused"; readonly error: string; readonly needed?: string | undefined }
  /** Nothing was done; it may be tried again then. */
  | { readonly did: "rate-limited"; readonly retryAfterMs: number }
  /** Perhaps it was done, perhaps not. Without an answer it may still be on its way. */
  | {
      readonly did: "lost";
      readonly isAnswered: boolean;
      readonly why: string;
      readonly cause: unknown;
    };

export interface OneRequest {
  readonly apiUrl: string;
  readonly token: Secret;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Slack's own words for a fault of its own: something may have been done all the same. */
const OWN_FAULTS = new Set([
  "fatal_error",
  "internal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);
const SHORTEST_RETRY_MS = 1000;

/**
 * Makes one request with Slack's client, and says how it ended. Never rejects.
 *
 * A client for each request: its timeout is the time that this request has left, and building one takes a twentieth of
 * a millisecond. Its own ten retries would post again what was posted already, and are off.
 */
export async function oneRequest(request: OneRequest): Promise<Ended> {
  const { apiUrl, token, method, args, timeoutMs, log } = request;
  const client = new WebClient(token.reveal(), {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: Math.max(1, Math.floor(timeoutMs)),
    // A method is a word, never an address: the token must not go elsewhere.
    allowAbsoluteUrls: false,
    logger: quietLogger(log),
  });
  try {
    return { did: "answered", answer: { ...(await client.apiCall(method, { ...args })) } };
  } catch (cause) {
    return endedWith(cause);
  }
}

/** What the client has to say is in the error, too. */
function quietLogger(log: Log): ReturnType<typeof slackLogger> {
  const debug: Log["debug"] = (data, sentence) => log.debug(data, sentence);
  return slackLogger({ debug, info: debug, warn: debug, error: debug });
}

function endedWith(cause: unknown): Ended {
  if (cause instanceof WebAPIRateLimitedError) {
    return {
      did: "rate-limited",
      retryAfterMs: Math.max(SHORTEST_RETRY_MS, cause.retryAfter * 1000),
    };
  }
  if (cause instanceof WebAPIPlatformError) return saidNo(cause);
  if (cause instanceof WebAPIHTTPError) {
    const why = `it answered with HTTP ${cause.statusCode}`;
    return { did: "lost", isAnswered: true, why, cause };
  }
  // A 429 without a time to wait: the client makes an error without a class of it.
  if (messageOf(cause).includes("Retry header did not contain a valid timeout")) {
    return { did: "rate-limited", retryAfterMs: SHORTEST_RETRY_MS };
  }
  return { did: "lost", isAnswered: false, why: reasonOf(cause), cause };
}

function saidNo(cause: WebAPIPlatformError): Ended {
  const { error, needed } = cause.data as { error?: unknown; needed?: unknown };
  // The client gives a body that is no JSON (a proxy's page, half an answer) as if it were Slack's word.
  if (typeof error !== "string" || !/^[a-z0-9_]{1,100}$/.test(error)) {
    return { did: "lost", isAnswered: true, why: "its answer cannot be read", cause: undefined };
  }
  if (error === "ratelimited" || error === "rate_limited") {
    return { did: "rate-limited", retryAfterMs: SHORTEST_RETRY_MS };
  }
  if (OWN_FAULTS.has(error))
    return { did: "lost", isAnswered: true, why: `it said ${error}`, cause };
  return { did: "refused", error, needed: typeof needed === "string" ? needed : undefined };
}

/** The innermost words: `fetch failed` alone says nothing. */
function reasonOf(cause: unknown): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error && inner.name === "TimeoutError"
    ? "it did not answer in time"
    : messageOf(inner);
}
