import { z } from "zod";
import { DepmapError } from "../../../model/errors.ts";
import type { Secret } from "../../../model/secret.ts";
import type { Log } from "../../../ports/log.ts";
import { oneRequest } from "./web/one-request.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

const Introduced = z.object({
  team_id: z.string(),
  team: z.string(),
  url: z.string(),
  user_id: z.string(),
  bot_id: z.string(),
  enterprise_id: z.string().optional().catch(undefined),
  is_enterprise_install: z.boolean().catch(false),
});

/** Long enough for a slow day, short enough to be within anybody's patience. */
const TIMEOUT_MS = 2500;

/** The one workspace that a bot token belongs to. Asks Slack who it is when first needed, and again after a fault. */
export function singleWorkspace({
  token,
  apiUrl,
  log,
}: {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly log: Log;
}): Workspaces {
  let known: Promise<Workspace> | undefined;

  async function introduce(): Promise<Workspace> {
    const method = "auth.test";
    const request = { apiUrl, token, method, args: {}, timeoutMs: TIMEOUT_MS, log };
    const ended = await oneRequest(request);
    if (ended.did === "refused") throw refused(ended.error);
    if (ended.did !== "answered") throw away(ended.did === "lost" ? ended.why : "it wants a pause");
    const said = Introduced.safeParse(ended.answer);
    if (!said.success) throw refused("the token is not a bot's");
    const { team_id, team: name, url, user_id, bot_id, enterprise_id } = said.data;
    // A token of a whole organisation is not one workspace's, whichever of them Slack names.
    const id = said.data.is_enterprise_install ? (enterprise_id ?? team_id) : team_id;
    const enterprise = enterprise_id === undefined ? {} : { enterprise: enterprise_id };
    return { id, name, url, token, botUser: user_id, botId: bot_id, ...enterprise };
  }

  async function only(): Promise<Workspace> {
    known ??= introduce();
    const asked = known;
    try {
      return await asked;
    } catch (fault) {
      if (known === asked) known = undefined;
      throw fault;
    }
  }

  return {
    isSingle: true,
    async find(id) {
      const workspace = await only();
      const { enterprise } = workspace;
      if (id === undefined || id === workspace.id || id === enterprise) return workspace;
      throw new DepmapError("not-allowed", "depmap is not installed in that Slack workspace");
    },
    all: async () => [await only()],
  };
}

function refused(why: string): DepmapError {
  return new DepmapError(
    "not-allowed",
    `Slack does not take the bot token: ${why}; install the app again and set SLACK_BOT_TOKEN to the token it gives`,
  );
}

function away(why: string): DepmapError {
  return new DepmapError("chat-away", `cannot reach Slack to ask who depmap is: ${why}`);
}
