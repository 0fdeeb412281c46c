import type { InstallProvider } from "@slack/oauth";
import { setTimeout } from "node:timers/promises";
import { DepmapError } from "../../../../model/errors.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Log } from "../../../../ports/log.ts";
import {
  notInstalled,
  ownerOf,
  type KeptInstallation,
  type SealedInstallations,
} from "./installation-store.ts";

/** Slack's library renews a token that has less left; most live for twelve hours. */
const RENEWED_BEFORE_MS = 7_200_000;
/** Longer than a renewal can take: the library's request, and keeping what it gives. */
const CLAIMED_FOR_MS = 20_000;
/** How long a token that has run out is waited for while somebody else renews it. */
const TURNS = 10;
const TURN_MS = 200;

/**
 * Gives an installation whose token can be used, renewed when it is about to run out.
 *
 * Slack takes a token for renewal twice when it is asked twice at once, and only one of the two new ones is good. So
 * whoever renews says so first, where every replica sees it; the others use the old token, which is good until its end.
 * Rejects with `chat-away` when the token has run out and cannot be renewed, and with `not-allowed` when the
 * installation has gone.
 */
export function createRenewals({
  provider,
  installations,
  clock,
  log,
}: {
  readonly provider: Pick<InstallProvider, "authorize">;
  readonly installations: SealedInstallations;
  readonly clock: Clock;
  readonly log: Log;
}): (kept: KeptInstallation) => Promise<KeptInstallation> {
  async function renew(kept: KeptInstallation): Promise<void> {
    try {
      await provider.authorize({
        teamId: kept.team?.id,
        enterpriseId: kept.enterprise?.id,
        isEnterpriseInstall: kept.isEnterpriseInstall === true,
      });
    } catch (fault) {
      log.warn({ workspace: ownerOf(kept), fault }, "a token of Slack's could not be renewed");
    }
  }

  return async function renewed(kept) {
    const owner = ownerOf(kept);
    let current = kept;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const leftMs = msLeft(current, clock.now());
      if (leftMs > RENEWED_BEFORE_MS) return current;
      const isClaimed = (current.renewingUntil ?? 0) > clock.now();
      if (!isClaimed && (await installations.claim(current, clock.now() + CLAIMED_FOR_MS))) {
        await renew(current);
      } else if (leftMs > 0) {
        return current;
      } else {
        await setTimeout(TURN_MS);
      }
      const next = await installations.one(owner);
      if (!next) throw notInstalled(owner);
      current = next;
      if (msLeft(current, clock.now()) > 0) return current;
    }
    throw new DepmapError(
      "chat-away",
      `depmap's token for the Slack workspace ${owner} has run out and could not be renewed; if that stays so, install depmap there again: /slack/install`,
    );
  };
}

function msLeft({ bot }: KeptInstallation, now: number): number {
  const { refreshToken, expiresAt } = bot ?? {};
  const isForEver = refreshToken === undefined || expiresAt === undefined;
  return isForEver ? Number.POSITIVE_INFINITY : expiresAt * 1000 - now;
}
