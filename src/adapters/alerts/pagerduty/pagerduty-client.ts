import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { api } from "@pagerduty/pdjs";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { Secret } from "../../../model/secret.ts";
import type { Clock } from "../../../ports/clock.ts";

/** Query parameters; a list repeats its name. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** How PagerDuty is reached. */
export interface PagerDutyAccess {
  readonly token: Secret;
  /** Such as `https://api.pagerduty.com`. */
  readonly baseUrl: string;
  readonly deadlineMs: number;
  /** The PagerDuty user in whose name we write. */
  readonly fromEmail?: string | undefined;
  readonly clock: Clock;
}

/** Reads of PagerDuty's REST API, all under one deadline that starts when the client is made. */
export interface PagerDutyClient {
  /** The JSON at that path; undefined when there is none (404). Waits out rate limits. */
  get(path: string, query?: Query): Promise<unknown>;
  /** The fault to throw when an answer makes no sense. */
  strange(path: string, why: string): DepmapError;
}

/** What one request came to. */
type Outcome =
  | { readonly kind: "answer"; readonly status: number; readonly data: unknown }
  | { readonly kind: "limited"; readonly waitMs: number }
  | { readonly kind: "failed"; readonly why: string; readonly cause: unknown };

const CHANNEL = "http.client.response.finish";
const WHEN_NO_RESET_MS = 1000;
const MOST_BYTES = 20_000_000;

/**
 * A client for one question, however many requests it takes. Make a new one per question.
 *
 * pdjs builds and sends the requests. Deadline, status check and the wait after 429 are ours: pdjs' own time-out
 * aborts nothing, its 4xx and 5xx count as success, and it waits a fixed 20 seconds whatever PagerDuty asks for.
 */
export function createPagerDutyClient(access: PagerDutyAccess): PagerDutyClient {
  const base = access.baseUrl.replace(/\/+$/, "");
  const deadline = AbortSignal.timeout(access.deadlineMs);
  const endsAt = access.clock.now() + access.deadlineMs;

  function away(path: string, why: string, step: string, cause?: unknown): DepmapError {
    const words = `cannot ask PagerDuty at ${base} for ${path}: ${why}; ${step}`;
    return new DepmapError("pagerduty-away", words, { cause });
  }

  function checked(path: string, status: number, data: unknown): unknown {
    if (status >= 200 && status < 300) return data;
    if (status === 404) return undefined;
    throw away(path, `it answered with status ${status}`, stepAfter(status));
  }

  async function get(path: string, query: Query = {}): Promise<unknown> {
    for (;;) {
      const outcome = await ask(access, `${base}${path}`, query, deadline);
      if (deadline.aborted) {
        const step = "it may be slow or away; PAGERDUTY_DEADLINE_MS says how long we wait";
        throw away(path, `no full answer within ${access.deadlineMs} ms`, step, deadline.reason);
      }
      if (outcome.kind === "answer") return checked(path, outcome.status, outcome.data);
      if (outcome.kind === "failed") {
        const step = "check PAGERDUTY_URL and the network";
        throw away(path, outcome.why, step, outcome.cause);
      }
      if (access.clock.now() + outcome.waitMs >= endsAt) {
        const seconds = Math.ceil(outcome.waitMs / 1000);
        const step = "ask less often or with another key; it is tried again";
        throw away(path, `its rate limit is used up for ${seconds} s`, step);
      }
      // Cut short by the deadline, the next round says so.
      await wait(outcome.waitMs, undefined, { signal: deadline }).catch(() => undefined);
    }
  }

  return {
    get,
    strange: (path, why) => away(path, why, "check that PAGERDUTY_URL is PagerDuty's REST API"),
  };
}

async function ask(
  { token, fromEmail }: PagerDutyAccess,
  url: string,
  query: Query,
  deadline: AbortSignal,
): Promise<Outcome> {
  const requestId = randomUUID();
  const limited = new AbortController();
  let waitMs: number | undefined;
  // pdjs hides a 429 until it has waited and asked three times more. Node shows it to us at once.
  const notice = (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (String(request.getHeader("x-request-id")) !== requestId || response.statusCode !== 429)
      return;
    waitMs = waitAfter(response.headers["ratelimit-reset"]);
    limited.abort();
  };
  const request = {
    method: "GET",
    url,
    token: token.reveal(),
    queryParameters: query as Record<string, string | string[]>,
    headers: { "X-Request-Id": requestId, ...(fromEmail ? { From: fromEmail } : {}) },
    signal: AbortSignal.any([deadline, limited.signal]),
    redirect: "error" as const,
    // Zero sets no timer: the default's would keep the process alive for half a minute.
    requestTimeout: 0,
    retryTimeout: 0,
    size: MOST_BYTES,
  };

  subscribe(CHANNEL, notice);
  try {
    const { status, data } = await api(request);
    return { kind: "answer", status, data };
  } catch (fault) {
    if (waitMs !== undefined) return { kind: "limited", waitMs };
    return failure(fault);
  } finally {
    unsubscribe(CHANNEL, notice);
  }
}

/** pdjs rejects with a Response, and no Error, when the answer is no JSON. */
function failure(fault: unknown): Outcome {
  if (fault instanceof Error) return { kind: "failed", why: messageOf(fault), cause: fault };
  const { status } = fault as { status?: unknown };
  if (typeof status === "number" && status >= 300) return { kind: "answer", status, data: {} };
  return { kind: "failed", why: "its answer is no JSON object", cause: undefined };
}

/** `ratelimit-reset` is in seconds. */
function waitAfter(reset: string | string[] | undefined): number {
  const seconds = Number(reset);
  return reset !== undefined && seconds >= 0 ? seconds * 1000 : WHEN_NO_RESET_MS;
}

function stepAfter(status: number): string {
  if (status === 401) return "check PAGERDUTY_TOKEN";
  if (status === 403) return "give PAGERDUTY_TOKEN the right to read this";
  if (status >= 500) return "see status.pagerduty.com; it is tried again";
  return "this is a fault of depmap; please report it";
}
