import { DepmapError } from "../../../model/errors.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import type { Metrics } from "../../../ports/metrics.ts";
import type { SlackWeb } from "./slack-web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface SlackWebTools {
  readonly workspaces: Workspaces;
  /** `https://slack.com/api/`, or a double's. */
  readonly apiUrl: string;
  /** For a whole call, waiting for its turn included, unless the call says otherwise. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
}

/** The Web API over Slack's own client, with its retries off and every call in its turn. */
export function createSlackWeb(_tools: SlackWebTools): SlackWeb {
  return {
    async call(method) {
      throw new DepmapError("chat-away", `${method} is not built yet`);
    },
  };
}
