import { DepmapError } from "../../../model/errors.ts";
import type { Secret } from "../../../model/secret.ts";

/** A workspace (or an organisation) in which depmap is installed, and who it is there. */
export interface Workspace {
  /** Slack's team id; the enterprise's id for an installation in a whole organisation. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly token: Secret;
  /** The user and the bot that depmap is. */
  readonly botUser: string;
  readonly botId: string;
  /** The organisation that the workspace belongs to, if any. */
  readonly enterprise?: string | undefined;
}

/** Where depmap is installed. */
export interface Workspaces {
  /** There is one workspace and there will be no other: ids carry no workspace. */
  readonly isSingle: boolean;
  /** The first to be installed when `id` is unset. Rejects with `not-allowed` where depmap is not installed (any more). */
  find(id?: string): Promise<Workspace>;
  all(): Promise<readonly Workspace[]>;
}

/** Is depmap installed in a whole organisation, with one token for all its workspaces? */
export function isOrganisation({ id, enterprise }: Pick<Workspace, "id" | "enterprise">): boolean {
  return id === enterprise;
}

/** Where a request of Slack's comes from, as Slack's library reads it. */
export interface RequestSource {
  readonly isEnterpriseInstall: boolean;
  readonly enterpriseId?: string | undefined;
  readonly teamId?: string | undefined;
}

/**
 * The installation that a request is for: the organisation's where Slack says so, else the workspace's.
 *
 * Where there is only the other one it is that: an organisation may have been given depmap while its workspaces had it
 * already. Rejects with `not-allowed` where there is neither.
 */
export async function workspaceOfRequest(
  workspaces: Workspaces,
  { isEnterpriseInstall, enterpriseId, teamId }: RequestSource,
): Promise<Workspace> {
  const asked = isEnterpriseInstall ? [enterpriseId, teamId] : [teamId, enterpriseId];
  const [first, second] = asked.filter((id) => id !== undefined);
  if (first === undefined && !workspaces.isSingle) {
    throw new DepmapError("not-allowed", "Slack does not say which workspace it asks for");
  }
  try {
    return await workspaces.find(first);
  } catch (fault) {
    const isElsewhere = fault instanceof DepmapError && fault.code === "not-allowed";
    if (second === undefined || !isElsewhere) throw fault;
    const other = await workspaces.find(second);
    // Another workspace's installation is never meant, not even within the same organisation.
    if (other.id === second) return other;
    throw fault;
  }
}
