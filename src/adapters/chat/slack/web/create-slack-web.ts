import type { Log } from "../../../../ports/log.ts";
import type { Metrics } from "../../../../ports/metrics.ts";
import { SlackAway, SlackRefusal, type SlackWeb } from "../slack-web.ts";
import { oneRequest } from "./one-request.ts";
import { limitsOf, POST } from "./rates.ts";
import { createTurns } from "./turns.ts";
import type { Workspaces } from "../workspaces.ts";

export interface SlackWebTools {
  readonly workspaces: Workspaces;
  /** `https://slack.com/api/`, or a double's. */
  readonly apiUrl: string;
  /** For a whole call, waiting for its turn included, unless the call says otherwise. */
  readonly deadlineMs: number;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  /** What Slack allows; a double may allow more. */
  readonly limits?: typeof limitsOf;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs?: () => number;
}

/** The Web API over Slack's own client, with its retries off and every call in its turn. */
export function createSlackWeb({
  workspaces,
  apiUrl,
  deadlineMs,
  log,
  metrics,
  limits: limitsFor = limitsOf,
  nowMs = () => performance.now(),
}: SlackWebTools): SlackWeb {
  const turns = createTurns(nowMs);

  return {
    async call(method, args = {}, options = {}) {
      const byMs = nowMs() + (options.deadlineMs ?? deadlineMs);
      const { id, token } = await workspaces.find(options.workspace);
      // Posts are limited by channel, which has to be known before.
      const known = typeof args === "function" && method === POST ? await args() : args;
      const limits = limitsFor(method, id, typeof known === "function" ? {} : known);
      for (;;) {
        for (const limit of limits) {
          if (!(await turns.take(limit, byMs, options.isUrgent))) throw noRoom(method);
        }
        const given = typeof known === "function" ? await known() : known;
        const timeoutMs = byMs - nowMs();
        if (timeoutMs <= 0) throw away(method, "not-sent", "no time was left to ask it");
        const ended = await oneRequest({ apiUrl, token, method, args: given, timeoutMs, log });
        if (ended.did === "answered") return ended.answer;
        if (ended.did === "refused") throw new SlackRefusal(method, ended.error, ended.needed);
        if (ended.did === "lost") {
          const request = ended.isAnswered ? "failed" : "unanswered";
          throw away(method, request, ended.why, ended.cause);
        }
        log.warn(
          { method, workspace: id, retryAfterMs: ended.retryAfterMs },
          "Slack wants a pause",
        );
        metrics?.count("faults", { where: "slack rate limit" });
        const [narrowest] = limits;
        if (narrowest) turns.hold(narrowest, nowMs() + ended.retryAfterMs);
      }
    },
  };
}

function noRoom(method: string): SlackAway {
  return new SlackAway(
    "not-sent",
    `Slack's rate limit leaves no room for ${method} now; nothing was sent; it is tried again`,
  );
}

function away(
  method: string,
  request: SlackAway["request"],
  why: string,
  cause?: unknown,
): SlackAway {
  return new SlackAway(
    request,
    `cannot reach Slack for ${method}: ${why}; check the network and https://slack-status.com`,
    { cause },
  );
}
