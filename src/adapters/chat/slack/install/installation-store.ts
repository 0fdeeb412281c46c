import type { Installation, InstallationQuery, InstallationStore } from "@slack/oauth";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { DepmapError } from "../../../../model/errors.ts";
import type { Installations, SealedInstallation } from "../../../../ports/installations.ts";
import type { Seal } from "./seal.ts";

/** What we read of an installation; Slack's library reads the rest. */
const Kept = z.looseObject({
  team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  enterprise: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  isEnterpriseInstall: z.boolean().optional(),
  renewingUntil: z.number().optional(),
});

/** An installation as it was read. What is stored in its place takes it along, and is kept only where it still stands. */
export interface KeptInstallation extends Installation {
  readonly sealed: string;
  /** Epoch milliseconds until which somebody is renewing its token, in this process or another. */
  readonly renewingUntil?: number | undefined;
}

/** The installations of a chat app, as Slack's library wants them: sealed before they leave the process. */
export interface SealedInstallations extends InstallationStore {
  /** The one of this workspace or organisation. */
  one(owner: string): Promise<KeptInstallation | undefined>;
  /** All of them, the first to be installed first. One that cannot be opened is left out, and told to `onClosed`. */
  all(): Promise<readonly KeptInstallation[]>;
  /** Says that its token is being renewed; false when it has changed, or somebody else has just said so. */
  claim(kept: KeptInstallation, until: number): Promise<boolean>;
  /** Forgets it, if it has not changed. */
  forget(kept: KeptInstallation): Promise<void>;
}

/** A renewed token that is not kept is lost, and the old one is worth nothing: it is tried for so long. */
const KEEPING_PAUSES_MS = [100, 400, 1500];

/**
 * Keeps Slack's installations in the graph store.
 *
 * `allowed` are the ids of the workspaces and organisations that may install: whoever else finds the install page is
 * refused, and nothing of theirs is kept. Whoever is not allowed any more counts as not installed.
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
  const opened = ({ id, sealed }: SealedInstallation): KeptInstallation =>
    ({ ...Kept.parse(JSON.parse(seal.open(id, sealed))), sealed }) as unknown as KeptInstallation;

  function closed(installation: Installation, renewingUntil?: number): SealedInstallation {
    // A person's own token is not needed: it is not kept.
    const { user, sealed: _, renewingUntil: __, ...rest } = installation as KeptInstallation;
    const id = keyOf(ownerOf(installation));
    const kept = { ...rest, user: { id: user.id }, renewingUntil };
    return { id, sealed: seal.close(id, JSON.stringify(kept)) };
  }

  async function one(owner: string): Promise<KeptInstallation | undefined> {
    if (!allowed.includes(owner)) return undefined;
    const kept = await installations.find(keyOf(owner));
    return kept && opened(kept);
  }

  /** Whoever has installed again in the meantime has a newer token, and whoever has left wants none. */
  async function storeRenewed(renewed: SealedInstallation, instead: string): Promise<void> {
    for (const pauseMs of KEEPING_PAUSES_MS) {
      try {
        await installations.replace(renewed, instead);
        return;
      } catch {
        await setTimeout(pauseMs);
      }
    }
    await installations.replace(renewed, instead);
  }

  return {
    one,
    async storeInstallation(installation) {
      const { sealed } = installation as Partial<KeptInstallation>;
      if (sealed !== undefined) {
        await storeRenewed(closed(installation), sealed);
        return;
      }
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
      await installations.put(closed(installation));
    },
    async fetchInstallation(query: InstallationQuery<boolean>) {
      const owner = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
      const found = owner === undefined ? undefined : await one(owner);
      if (!found) throw notInstalled(owner ?? "");
      return found;
    },
    async all() {
      const ids = new Set(allowed.map(keyOf));
      const kept = await installations.all();
      return kept
        .filter(({ id }) => ids.has(id))
        .flatMap((one) => {
          try {
            return [opened(one)];
          } catch (fault) {
            onClosed(one.id, fault);
            return [];
          }
        });
    },
    claim: (kept, until) => installations.replace(closed(kept, until), kept.sealed),
    forget: (kept) => installations.remove(keyOf(ownerOf(kept)), kept.sealed),
  };
}

/** The workspace that an installation is for; the organisation's id when it is for all of it. */
export function ownerOf({
  team,
  enterprise,
  isEnterpriseInstall,
}: {
  readonly team?: { readonly id: string } | undefined;
  readonly enterprise?: { readonly id: string } | undefined;
  readonly isEnterpriseInstall?: boolean | undefined;
}): string {
  const owner = isEnterpriseInstall ? enterprise?.id : team?.id;
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
