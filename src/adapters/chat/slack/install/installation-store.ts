import type { Installation, InstallationQuery, InstallationStore } from "@slack/oauth";
import { z } from "zod";
import { DepmapError } from "../../../../model/errors.ts";
import type { Installations } from "../../../../ports/installations.ts";
import type { Seal } from "./seal.ts";

/** What we read of an installation; Slack's library reads the rest. */
const Kept = z.looseObject({
  team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  enterprise: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  isEnterpriseInstall: z.boolean().optional(),
});

/** The installations of a chat app, as Slack's library wants them: sealed before they leave the process. */
export interface SealedInstallations extends InstallationStore {
  /** All of them, the first to be installed first. One that cannot be opened is left out, and told to `onClosed`. */
  all(): Promise<readonly Installation[]>;
}

/**
 * Keeps Slack's installations in the graph store.
 *
 * `allowed` are the ids of the workspaces and organisations that may install: whoever else finds the install page is
 * refused, and nothing of theirs is kept. An installation in a whole organisation answers for all its workspaces.
 */
export function createSealedInstallations({
  installations,
  seal,
  allowed,
  revoke,
  onClosed,
}: {
  readonly installations: Installations;
  readonly seal: Seal;
  readonly allowed: readonly string[];
  /** Takes back a token at Slack; never rejects. */
  readonly revoke: (token: string) => Promise<void>;
  readonly onClosed: (id: string, fault: unknown) => void;
}): SealedInstallations {
  const opened = (id: string, sealed: string): Installation =>
    Kept.parse(JSON.parse(seal.open(id, sealed))) as unknown as Installation;

  async function find(owner: string | undefined): Promise<Installation | undefined> {
    if (owner === undefined) return undefined;
    const id = keyOf(owner);
    const kept = await installations.find(id);
    return kept && opened(id, kept.sealed);
  }

  return {
    async storeInstallation(installation) {
      const owner = ownerOf(installation);
      if (!allowed.includes(owner)) {
        // Slack has given out a token already: it is worth nothing any more.
        await revoke(installation.bot?.token ?? "");
        const words = `depmap may not be installed in the workspace ${owner}`;
        throw new DepmapError(
          "not-allowed",
          `${words}; add it to SLACK_WORKSPACES, then install again`,
        );
      }
      // A person's own token is not needed: it is not kept.
      const { user, ...rest } = installation;
      const kept = { ...rest, user: { id: user.id } };
      const id = keyOf(owner);
      await installations.put({ id, sealed: seal.close(id, JSON.stringify(kept)) });
    },
    async fetchInstallation(query: InstallationQuery<boolean>) {
      const own = query.isEnterpriseInstall ? undefined : await find(query.teamId);
      const found = own ?? (await find(query.enterpriseId));
      if (found) return found;
      throw notInstalled(query.teamId ?? query.enterpriseId ?? "");
    },
    async deleteInstallation(query: InstallationQuery<boolean>) {
      const owner = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
      if (owner !== undefined) await installations.remove(keyOf(owner));
    },
    async all() {
      const kept = (await installations.all()).filter(({ id }) => id.startsWith(PREFIX));
      return kept.flatMap(({ id, sealed }) => {
        try {
          return [opened(id, sealed)];
        } catch (fault) {
          onClosed(id, fault);
          return [];
        }
      });
    },
  };
}

/** The workspace that an installation is for; the organisation's id when it is for all of it. */
export function ownerOf(
  installation: Pick<Installation, "team" | "enterprise" | "isEnterpriseInstall">,
): string {
  const owner = installation.isEnterpriseInstall
    ? installation.enterprise?.id
    : installation.team?.id;
  if (owner !== undefined) return owner;
  throw new DepmapError(
    "bad-input",
    "Slack sent an installation without a workspace; install again",
  );
}

/** The fault of a workspace that has no depmap. */
export function notInstalled(owner: string): DepmapError {
  const words = `depmap is not installed in the workspace ${owner}`;
  return new DepmapError("not-allowed", `${words}; open /slack/install to install it`);
}

const PREFIX = "slack ";

function keyOf(owner: string): string {
  return PREFIX + owner;
}
