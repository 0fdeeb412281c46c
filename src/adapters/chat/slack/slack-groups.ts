import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import { askSeldom } from "./ask-seldom.ts";
import type { SlackWeb } from "./slack-web.ts";
import { createWorkspaceTeams, inTeam } from "./workspace-teams.ts";
import type { Workspaces } from "./workspaces.ts";

/** How long a workspace's groups are used: Slack lists them some twenty times a minute, and people click faster. */
const KEPT_MS = 4000;
/** Workspaces of which groups are remembered. */
const MOST = 1000;

const Group = z.object({
  id: z.string(),
  handle: z.string(),
  /** Epoch seconds; 0 while it is in use. */
  date_delete: z.number().default(0),
  users: z.array(z.string()).default([]),
});

/** A user group that somebody is in. */
type SlackGroup = z.infer<typeof Group>;

/**
 * The groups that a user is in, in a workspace, or in those workspaces of an organisation in which the user is; at most
 * four seconds old. None where Slack does not say: nobody has rights through what cannot be read. Never rejects.
 */
export type SlackGroups = (
  workspace: string | undefined,
  user: { readonly id: string; readonly teams: readonly string[] },
) => Promise<readonly SlackGroup[]>;

/** Asks Slack for its user groups. */
export function createSlackGroups({
  web,
  workspaces,
  clock,
  log,
}: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
  readonly log: Log;
}): SlackGroups {
  const teamsOf = createWorkspaceTeams({ web, workspaces, clock });
  const groupsIn = askSeldom(list, { clock, goodForMs: KEPT_MS, most: MOST });

  async function list(place: string): Promise<readonly SlackGroup[]> {
    const [workspace, team] = place.split("/").map((id) => id || undefined);
    const args = { include_users: true, ...inTeam(team) };
    const answer = await web.call("usergroups.list", args, { workspace });
    const { usergroups } = z.object({ usergroups: z.array(Group) }).parse(answer);
    return usergroups.filter(({ date_delete }) => date_delete === 0);
  }

  return async (workspace, { id, teams }) => {
    try {
      const places = (await teamsOf(workspace))
        .filter((team) => team === undefined || teams.includes(team))
        .map((team) => `${workspace ?? ""}/${team ?? ""}`);
      const groups = (await Promise.all(places.map(groupsIn))).flat();
      return groups.filter(({ users }) => users.includes(id));
    } catch (fault) {
      log.warn({ fault }, "Slack's user groups cannot be read: nobody has rights through a group");
      return [];
    }
  };
}
