import { z } from "zod";
import type { Person } from "../../../model/person.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import { shownName } from "./shown-name.ts";
import { createSlackGroups } from "./slack-groups.ts";
import { readSlackId } from "./slack-ids.ts";
import { SlackRefusal, type SlackWeb } from "./slack-web.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** One click asks twice who clicks: when it is heard, and when it is about to change something. */
const SAME_CLICK_MS = 1000;

const User = z.object({
  id: z.string(),
  name: z.string().default(""),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  real_name: z.string().optional(),
  profile: z.object({ display_name: z.string(), real_name: z.string() }).partial().default({}),
  enterprise_user: z
    .object({ enterprise_id: z.string(), teams: z.array(z.string()).default([]) })
    .partial()
    .optional(),
});
type User = z.infer<typeof User>;

/** Who people are, by what Slack says now. */
export interface SlackPeople {
  /** Undefined for bots, for those who have left, and for ids that Slack does not know. Rejects with `chat-away`. */
  person(id: string): Promise<Person | undefined>;
  /** The same, or what `person` has heard within the last second: the second question of one click. */
  inThisClick(id: string): Promise<Person | undefined>;
}

/**
 * People and their rights, as Slack says them at each click.
 *
 * Deny by default: approvers are those whose member id, or one of whose groups' handles or ids, is in `approvers`.
 * Groups that cannot be read make nobody an approver. Guests and people of other workspaces never are.
 */
export function createSlackPeople({
  web,
  workspaces,
  approvers,
  clock,
  log,
}: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  /** Member ids (`U1`), group ids (`S1`) and group handles (`@sre` or `sre`). */
  readonly approvers: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}): SlackPeople {
  const named = new Set(approvers.map((word) => word.trim().replace(/^@/, "").toLowerCase()));
  const groupsOf = createSlackGroups({ web, workspaces, clock, log });
  const asked = new Map<
    string,
    { readonly at: number; readonly answer: Promise<Person | undefined> }
  >();

  async function read(personId: string): Promise<Person | undefined> {
    const { workspace, id } = readSlackId(personId);
    const home = await workspaces.find(workspace);
    const user = await userIn(web, workspace, id);
    if (!user || user.deleted || user.is_bot || user.id === "USLACKBOT") return undefined;
    const name = shownName(user.id, user);
    if (!belongsTo(user, home)) return { id: personId, name, role: "outsider" };
    if (user.is_restricted || user.is_ultra_restricted) {
      return { id: personId, name, role: "guest" };
    }
    const groups = await groupsOf(workspace, { id, teams: user.enterprise_user?.teams ?? [] });
    const words = [id, ...groups.flatMap((group) => [group.id, group.handle])];
    const isNamed = words.some((word) => named.has(word.toLowerCase()));
    return {
      id: personId,
      name,
      role: isNamed ? "approver" : "member",
      groups: groups.map(({ handle }) => handle),
    };
  }

  function person(id: string): Promise<Person | undefined> {
    const now = clock.now();
    for (const [other, { at }] of asked) if (now - at >= SAME_CLICK_MS) asked.delete(other);
    const answer = read(id);
    asked.set(id, { at: now, answer });
    answer.catch(() => asked.delete(id));
    return answer;
  }

  return {
    person,
    async inThisClick(id) {
      const last = asked.get(id);
      const isNow = last !== undefined && clock.now() - last.at < SAME_CLICK_MS;
      return await (isNow ? last.answer : person(id));
    },
  };
}

async function userIn(
  web: SlackWeb,
  workspace: string | undefined,
  id: string,
): Promise<User | undefined> {
  try {
    const answer = await web.call("users.info", { user: id }, { workspace });
    return z.object({ user: User }).parse(answer).user;
  } catch (fault) {
    const isUnknown =
      fault instanceof SlackRefusal && /^user_not_(found|visible)$/.test(fault.error);
    if (isUnknown) return undefined;
    throw fault;
  }
}

/** Does this person belong to the workspace, or to the organisation in all of which depmap is installed? */
function belongsTo(user: User, home: Workspace): boolean {
  if (user.is_stranger) return false;
  if (user.team_id === home.id) return true;
  const { enterprise_id: organisation, teams = [] } = user.enterprise_user ?? {};
  return teams.includes(home.id) || (organisation !== undefined && organisation === home.id);
}
