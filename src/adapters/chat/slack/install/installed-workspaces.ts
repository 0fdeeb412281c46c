import type { InstallProvider, Installation } from "@slack/oauth";
import { createSecret } from "../../../../model/secret.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Workspace, Workspaces } from "../workspaces.ts";
import { notInstalled, ownerOf, type SealedInstallations } from "./installation-store.ts";

/** How long a token is used without looking: another replica may have removed or renewed it. */
const KEPT_MS = 30_000;

/** The workspaces in which people have installed depmap. */
export interface InstalledWorkspaces extends Workspaces {
  /** Drops what is remembered of that workspace. */
  changed(id: string): void;
}

/** Gives each workspace its token, renewed when it is about to run out. */
export function createInstalledWorkspaces({
  provider,
  installations,
  clock,
}: {
  readonly provider: Pick<InstallProvider, "authorize">;
  readonly installations: SealedInstallations;
  readonly clock: Clock;
}): InstalledWorkspaces {
  const known = new Map<string, { readonly workspace: Workspace; readonly at: number }>();

  async function opened(installation: Installation): Promise<Workspace> {
    const id = ownerOf(installation);
    const isEnterpriseInstall = installation.isEnterpriseInstall === true;
    const { botToken, botUserId, botId } = await provider.authorize({
      teamId: installation.team?.id,
      enterpriseId: installation.enterprise?.id,
      isEnterpriseInstall,
    });
    if (botToken === undefined) throw notInstalled(id);
    const enterprise = installation.enterprise?.id;
    const workspace: Workspace = {
      id,
      name: installation.team?.name ?? installation.enterprise?.name ?? id,
      url: installation.enterpriseUrl ?? "https://slack.com/",
      token: createSecret(botToken),
      botUser: botUserId ?? "",
      botId: botId ?? "",
      ...(enterprise === undefined ? {} : { enterprise }),
    };
    known.set(id, { workspace, at: clock.now() });
    return workspace;
  }

  return {
    isSingle: false,
    async find(id) {
      const remembered = id === undefined ? undefined : known.get(id);
      if (remembered && clock.now() - remembered.at < KEPT_MS) return remembered.workspace;
      const all = await installations.all();
      const found = id === undefined ? all[0] : all.find((one) => ownerOf(one) === id);
      if (found) return await opened(found);
      if (id !== undefined) known.delete(id);
      throw notInstalled(id ?? "(none yet)");
    },
    async all() {
      return await Promise.all((await installations.all()).map(opened));
    },
    changed: (id) => void known.delete(id),
  };
}
