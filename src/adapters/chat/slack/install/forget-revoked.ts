import { z } from "zod";
import { DepmapError } from "../../../../model/errors.ts";
import { createSecret } from "../../../../model/secret.ts";
import type { Log } from "../../../../ports/log.ts";
import { oneRequest } from "../web/one-request.ts";
import type { KeptInstallation, SealedInstallations } from "./installation-store.ts";

const Id = z.string().nullish();
const Owners = z.object({ team_id: Id, enterprise_id: Id });
/** `app_uninstalled` or `tokens_revoked`, for a workspace or an organisation. */
const Farewell = Owners.extend({
  context_team_id: Id,
  context_enterprise_id: Id,
  authorizations: z.array(Owners).nullish(),
});

/** What Slack says of a token that is worth nothing any more. */
const WORTHLESS = new Set([
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "token_revoked",
]);
const TIMEOUT_MS = 2500;

/**
 * Forgets the installations that an event says farewell to, and gives their owners.
 *
 * Slack sends `tokens_revoked` and `app_uninstalled` in either order, again, and sometimes only after somebody has
 * installed depmap anew. So the event is only a reason to ask: what goes is what Slack itself takes no more. Rejects with
 * `chat-away` when it does not say.
 */
export async function forgetRevoked(
  event: unknown,
  {
    installations,
    renewed,
    apiUrl,
    log,
  }: {
    readonly installations: SealedInstallations;
    readonly renewed: (kept: KeptInstallation) => Promise<KeptInstallation>;
    readonly apiUrl: string;
    readonly log: Log;
  },
): Promise<readonly string[]> {
  const forgotten: string[] = [];
  for (const owner of ownersIn(event)) {
    const kept = await installations.one(owner);
    // A token that has only run out says nothing of the installation.
    const current = kept && (await renewed(kept).catch(() => installations.one(owner)));
    if (!current || (await isTaken(current))) continue;
    await installations.forget(current);
    forgotten.push(owner);
  }
  return forgotten;

  async function isTaken({ bot }: KeptInstallation): Promise<boolean> {
    const token = createSecret(bot?.token ?? "");
    const request = { apiUrl, token, method: "auth.test", args: {}, timeoutMs: TIMEOUT_MS, log };
    const ended = await oneRequest(request);
    if (ended.did === "answered") return true;
    if (ended.did === "refused" && WORTHLESS.has(ended.error)) return false;
    throw new DepmapError(
      "chat-away",
      "Slack does not say whether depmap is still installed; it is asked again",
    );
  }
}

function ownersIn(event: unknown): ReadonlySet<string> {
  const { authorizations, ...named } = Farewell.parse(event);
  const outer = [
    named.team_id,
    named.enterprise_id,
    named.context_team_id,
    named.context_enterprise_id,
  ];
  const inner = (authorizations ?? []).flatMap((one) => [one.team_id, one.enterprise_id]);
  return new Set([...outer, ...inner].filter((id) => typeof id === "string"));
}
