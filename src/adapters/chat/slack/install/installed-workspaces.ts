import { createSecret } from "../../../../model/secret.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Workspace, Workspaces } from "../workspaces.ts";
import {
  notInstalled,
  ownerOf,
  type KeptInstallation,
  type SealedInstallations,
} from "./installation-store.ts";

/** How long a token is used without looking: another replica may have removed or renewed it. */
const KEPT_MS = 30_000;

/** The workspaces in which people have installed depmap. */
export interface InstalledWorkspaces extends Workspaces {
  /** Drops what is remembered of that workspace. */
  changed(id: string): void;
}

/** Gives each workspace its token, renewed when it is about to run out. */
export function createInstalledWorkspaces({
  installations,
  renewed,
  clock,
  log,
}: {
  readonly installations: SealedInstallations;
  readonly renewed: (kept: KeptInstallation) => Promise<KeptInstallation>;
  readonly clock: Clock;
  readonly log: Log;
}): InstalledWorkspaces {
  const known = new Map<string, { readonly workspace: Promise<Workspace>; readonly at: number }>();

  async function read(id: string): Promise<Workspace> {
    const kept = await installations.one(id);
    if (!kept) throw notInstalled(id);
    return workspaceOf(await renewed(kept));
  }

  /** Whoever asks while somebody else asks already waits for the same answer. */
  async function opened(id: string): Promise<Workspace> {
    const before = known.get(id);
    if (before && clock.now() - before.at < KEPT_MS) return await before.workspace;
    const workspace = read(id);
    const entry = { workspace, at: clock.now() };
    known.set(id, entry);
    try {
      return await workspace;
    } catch (fault) {
      if (known.get(id) === entry) known.delete(id);
      throw fault;
    }
  }

  return {
    isSingle: false,
    async find(id) {
      if (id !== undefined) return await opened(id);
      const [first] = await installations.all();
      if (!first) throw notInstalled("(none yet)");
      return await opened(ownerOf(first));
    },
    async all() {
      const ids = (await installations.all()).map(ownerOf);
      const found = await Promise.all(
        ids.map((id) =>
          opened(id).catch((fault: unknown) => {
            log.warn({ workspace: id, fault }, "a workspace is left out for now");
            return undefined;
          }),
        ),
      );
      return found.filter((workspace) => workspace !== undefined);
    },
    changed: (id) => void known.delete(id),
  };
}

function workspaceOf(installation: KeptInstallation): Workspace {
  const id = ownerOf(installation);
  const { bot, team, enterprise, enterpriseUrl } = installation;
  if (!bot) throw notInstalled(id);
  return {
    id,
    name: team?.name ?? enterprise?.name ?? id,
    url: enterpriseUrl ?? "https://slack.com/",
    token: createSecret(bot.token),
    botUser: bot.userId,
    botId: bot.id,
    ...(enterprise === undefined ? {} : { enterprise: enterprise.id }),
  };
}
