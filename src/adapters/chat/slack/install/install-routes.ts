import { InstallProvider } from "@slack/oauth";
import { WebClient } from "@slack/web-api";
import { Router, type Response } from "express";
import type { Secret } from "../../../../model/secret.ts";
import { messageOf } from "../../../../model/errors.ts";
import type { Log } from "../../../../ports/log.ts";
import { slackLogger } from "../slack-logger.ts";
import { ownerOf, type SealedInstallations } from "./installation-store.ts";

/** What an OAuth installation needs. */
export interface InstallSettings {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Where Slack sends the browser back to: our address as people's browsers reach it. */
  readonly publicUrl: string;
  readonly scopes: readonly string[];
  /** Slack's Web API. */
  readonly apiUrl: string;
  /** Slack's page that asks for consent. */
  readonly authorizeUrl?: string | undefined;
}

/** The library's part in an installation: consent, state, tokens. */
export function createInstallProvider(
  { clientId, clientSecret, apiUrl, authorizeUrl }: InstallSettings,
  installations: SealedInstallations,
  log: Log,
): InstallProvider {
  return new InstallProvider({
    clientId,
    clientSecret: clientSecret.reveal(),
    // Signs the state that comes back from Slack; the browser's cookie must hold the same.
    stateSecret: `state ${clientSecret.reveal()}`,
    installationStore: installations,
    directInstall: true,
    logger: slackLogger(log),
    ...(authorizeUrl === undefined ? {} : { authorizationUrl: authorizeUrl }),
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 },
  });
}

/** Takes a token back at Slack, as well as it can: a token that cannot be taken back is kept nowhere. */
export async function revokeToken(apiUrl: string, token: string, log: Log): Promise<void> {
  try {
    const client = new WebClient(token, {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      timeout: 5000,
      logger: slackLogger(log),
    });
    await client.auth.revoke();
  } catch (fault) {
    log.warn({ fault }, "a token that is not wanted could not be taken back at Slack");
  }
}

/** `/slack/install` and the address to which Slack sends the browser back. */
export function installRoutes(
  provider: InstallProvider,
  { publicUrl, scopes }: InstallSettings,
  log: Log,
  onInstalled: (owner: string) => void,
): Router {
  const redirectUri = new URL("/slack/oauth_redirect", publicUrl).href;
  const router = Router();
  router.get("/slack/install", (request, response) =>
    provider.handleInstallPath(request, response, {}, { scopes: [...scopes], redirectUri }),
  );
  router.get("/slack/oauth_redirect", (request, response) =>
    provider.handleCallback(request, response, {
      success: ({ team, enterprise, isEnterpriseInstall }) => {
        onInstalled(ownerOf({ team, enterprise, isEnterpriseInstall }));
        const where = team?.name ?? enterprise?.name ?? "your workspace";
        log.info({ workspace: team?.id ?? enterprise?.id }, "depmap was installed");
        say(response, 200, `depmap is installed in ${where}. Type /depmap there.`);
      },
      failure: (fault) => {
        log.warn({ fault }, "depmap could not be installed");
        say(response, 403, `depmap was not installed: ${messageOf(fault)}`);
      },
    }),
  );
  return router;
}

/** Plain text: what it says may come from Slack. */
function say(response: Response, status: number, words: string): void {
  response.status(status).type("text/plain; charset=utf-8").send(`${words}\n`);
}
