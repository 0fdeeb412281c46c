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
