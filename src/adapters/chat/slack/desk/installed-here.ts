import type { Context } from "@slack/bolt";
import { writeSlackId } from "../slack-ids.ts";
import { workspaceOfRequest } from "../workspaces.ts";
import type { DeskTools } from "./desk-tools.ts";

/** The workspace (or organisation) in which something happened, as depmap is installed there. */
export interface Here {
  /** For calls of the Web API; unset where there is one workspace only. */
  readonly workspace: string | undefined;
  readonly botUser: string;
  /** What the port calls a channel or a person of this workspace. */
  idOf(id: string): string;
}

/** Where a request of Bolt's comes from. Rejects with `not-allowed` where depmap is not installed (any more). */
export async function installedHere(
  { workspaces }: Pick<DeskTools, "workspaces">,
  context: Context,
): Promise<Here> {
  const { id, botUser } = workspaces.isSingle
    ? await workspaces.find()
    : await workspaceOfRequest(workspaces, context);
  const workspace = workspaces.isSingle ? undefined : id;
  return { workspace, botUser, idOf: (one) => writeSlackId({ workspace, id: one }) };
}
