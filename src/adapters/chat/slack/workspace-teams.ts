import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import { askSeldom } from "./ask-seldom.ts";
import { pages } from "./posting/pages.ts";
import type { SlackWeb } from "./slack-web.ts";
import { isOrganisation, type Workspaces } from "./workspaces.ts";

/** In an organisation somebody may give depmap a workspace more, or one less, at any time. */
const KEPT_MS = 60_000;
const TEAMS_PER_PAGE = 1000;
/** Organisations of which workspaces are remembered. */
const MOST = 100;

const Listed = z.object({ teams: z.array(z.object({ id: z.string().min(1) })) });

/**
 * The `team_id`s to ask with, one after the other, where Slack lists or makes something in one workspace: of an
 * organisation all those that it has let depmap into, in Slack's order; elsewhere the one answer `undefined`, as the
 * token says it all.
 */
export type WorkspaceTeams = (
  workspace: string | undefined,
) => Promise<readonly (string | undefined)[]>;

/** Asks Slack which workspaces an organisation has, and remembers it for a minute. */
export function createWorkspaceTeams({
  web,
  workspaces,
  clock,
}: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
}): WorkspaceTeams {
  const listed = askSeldom(list, { clock, goodForMs: KEPT_MS, most: MOST });

  async function list(id: string): Promise<readonly string[]> {
    const ids: string[] = [];
    const args = { limit: TEAMS_PER_PAGE };
    const workspace = id || undefined;
    for await (const answer of pages(web, "auth.teams.list", args, { workspace })) {
      ids.push(...Listed.parse(answer).teams.map(({ id }) => id));
    }
    return ids;
  }

  return async function teamsOf(workspace) {
    const home = await workspaces.find(workspace);
    if (!isOrganisation(home)) return [undefined];
    return await listed(workspace ?? "");
  };
}

/** The argument that names a team, where one has to be named. */
export function inTeam(team: string | undefined): { readonly team_id?: string } {
  return team === undefined ? {} : { team_id: team };
}
