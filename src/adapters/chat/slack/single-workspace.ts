import type { Secret } from "../../../model/secret.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { Workspaces } from "./workspaces.ts";

/** The one workspace that a bot token belongs to. Asks Slack who it is when first needed, and again after a fault. */
export function singleWorkspace(_settings: {
  readonly token: Secret;
  readonly apiUrl: string;
}): Workspaces {
  async function find(): Promise<never> {
    throw new DepmapError("chat-away", "not built yet");
  }
  return { isSingle: true, find, all: find };
}
