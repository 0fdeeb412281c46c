import type { App } from "@slack/bolt";
import type { Router } from "express";
import type { Secret } from "../../../../model/secret.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Installations } from "../../../../ports/installations.ts";
import type { Log } from "../../../../ports/log.ts";
import { forgetRevoked } from "./forget-revoked.ts";
import { createInstallProvider, installRoutes, revokeToken } from "./install-routes.ts";
import type { InstallSettings } from "./install-routes.ts";
import { createSealedInstallations } from "./installation-store.ts";
import { createInstalledWorkspaces, type InstalledWorkspaces } from "./installed-workspaces.ts";
import { createRenewals } from "./renew-tokens.ts";
import { createSeal } from "./seal.ts";

export interface InstallationSettings extends InstallSettings {
  /** Keys that seal tokens; see `createSeal`. */
  readonly keys: readonly Secret[];
  /** Ids of the workspaces and organisations that may install. */
  readonly allowed: readonly string[];
}

/** An app that people install in their workspaces. */
export interface Installed {
  readonly workspaces: InstalledWorkspaces;
  /** The pages of an installation. */
  readonly router: Router;
  /** Hears of it when somebody removes the app, or takes its token back. */
  listenOn(app: App): void;
}

/** Installations by OAuth, their tokens sealed in the graph store. Throws `bad-config` when a key is no key. */
export function installed(
  settings: InstallationSettings,
  {
    installations,
    clock,
    log,
  }: { readonly installations: Installations; readonly clock: Clock; readonly log: Log },
): Installed {
  const store = createSealedInstallations({
    installations,
    seal: createSeal(settings.keys),
    allowed: settings.allowed,
    revoke: (token) => revokeToken(settings.apiUrl, token, log),
    onClosed: (id, fault) => log.error({ id, fault }, "an installation cannot be opened"),
  });
  const provider = createInstallProvider(settings, store, log);
  const renewed = createRenewals({ provider, installations: store, clock, log });
  const workspaces = createInstalledWorkspaces({ installations: store, renewed, clock, log });
  return {
    workspaces,
    router: installRoutes(provider, settings, log, (owner) => workspaces.changed(owner)),
    listenOn(app) {
      async function farewell({ body }: { readonly body: unknown }): Promise<void> {
        const { apiUrl } = settings;
        const gone = await forgetRevoked(body, { installations: store, renewed, apiUrl, log });
        for (const owner of gone) {
          workspaces.changed(owner);
          log.info({ workspace: owner }, "depmap was removed from a workspace");
        }
      }
      app.event("app_uninstalled", farewell);
      app.event("tokens_revoked", farewell);
    },
  };
}
