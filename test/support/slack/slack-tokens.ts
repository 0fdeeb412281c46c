import { randomUUID } from "node:crypto";
import { Refused, type Json, type SlackTokens } from "./slack-state.ts";

/** How soon after a renewal Slack still takes the same token for another one. */
const TWICE_MS = 10_000;

interface Renewal {
  readonly lasting: string;
  usedAt: number | undefined;
  /** What it was renewed with: worth nothing when it is renewed once more. */
  given: { readonly access: string; readonly refresh: string } | undefined;
}

/** Tokens that live for so many seconds; for ever when unset. */
export function slackTokens(now: () => number, lifetimeSeconds: number | undefined): SlackTokens {
  const issued = new Map<string, { readonly lasting: string; readonly until: number }>();
  const renewals = new Map<string, Renewal>();
  const revoked = new Set<string>();

  function issue(lasting: string): { readonly access: string; readonly refresh: string } {
    const access = `xoxe.${lasting}-${randomUUID()}`;
    const refresh = `xoxe-1-${randomUUID()}`;
    issued.set(access, { lasting, until: now() + (lifetimeSeconds ?? 0) * 1_000 });
    renewals.set(refresh, { lasting, usedAt: undefined, given: undefined });
    return { access, refresh };
  }

  function answer({
    access,
    refresh,
  }: {
    readonly access: string;
    readonly refresh: string;
  }): Json {
    return { access_token: access, refresh_token: refresh, expires_in: lifetimeSeconds };
  }

  return {
    issue: (lasting) =>
      lifetimeSeconds === undefined ? { access_token: lasting } : answer(issue(lasting)),
    renew(refresh, isGood) {
      const renewal = renewals.get(refresh);
      if (!renewal || !isGood(renewal.lasting)) throw new Refused("invalid_refresh_token");
      if (renewal.usedAt !== undefined && now() - renewal.usedAt > TWICE_MS) {
        throw new Refused("invalid_refresh_token");
      }
      if (renewal.given) {
        revoked.add(renewal.given.access);
        renewals.delete(renewal.given.refresh);
      }
      renewal.usedAt = now();
      renewal.given = issue(renewal.lasting);
      return answer(renewal.given);
    },
    lasting(token) {
      const one = issued.get(token);
      if (!one) return token;
      if (revoked.has(token)) throw new Refused("token_revoked");
      if (one.until <= now()) throw new Refused("token_expired");
      return one.lasting;
    },
  };
}
