import { messageOf } from "../../model/errors.ts";
import type { Claims } from "../../ports/claims.ts";
import type { Log } from "../../ports/log.ts";

/** What this replica is among the others. */
export type Standing =
  | { readonly as: "leader"; readonly fence: number }
  | { readonly as: "follower" }
  /** The store does not answer: nobody can say who leads. */
  | { readonly as: "cut off"; readonly wasLeader: boolean };

export interface LeadershipSettings {
  /** How long a lease lasts, by the store's clock. */
  readonly leaseMs?: number;
  /** How often a leader prolongs it, and a follower asks for it. */
  readonly askMs?: number;
  /** This much before its end nothing is begun any more: longer than anything that is begun can take. */
  readonly marginMs: number;
}

/** Knows whether this replica is the one that tells. */
export interface Leadership {
  standing(): Standing;
  /** Is what begins now certainly over before anybody else can lead? By our own clock: nobody is asked. */
  isLeading(fence: number): boolean;
  /** Begins to ask; resolves when the first answer is there, or the fault. */
  start(): Promise<void>;
  /** Asks no more, and gives the lease back. */
  stop(): Promise<void>;
}

/** The one lease of all: its holder tells every story and does the scheduled work. */
const TELLING = "telling";

/**
 * Takes the lease when it is free, and prolongs it.
 *
 * A leader that could not prolong counts the lease as lost in time, from its own clock: whoever takes over later finds
 * everything in the chat that this replica ever began. `onChange` hears each new standing, at once.
 */
export function createLeadership(
  {
    claims,
    holder,
    log,
    onChange,
  }: {
    readonly claims: Claims;
    /** Differs for every process: one that starts anew does not take its former self's lease for its own. */
    readonly holder: string;
    readonly log: Log;
    readonly onChange: (standing: Standing) => void;
  },
  { leaseMs = 10_000, askMs = 3000, marginMs }: LeadershipSettings,
): Leadership {
  const unknown: Standing = { as: "follower" };
  let standing: Standing = unknown;
  let asked = reading();
  let isStopped = false;
  let asking: Promise<void> = Promise.resolve();
  let nextAsk: NodeJS.Timeout | undefined;
  let expiry: NodeJS.Timeout | undefined;

  const leftMs = (since: Reading): number => leaseMs - marginMs - passed(since);

  function become(next: Standing): void {
    const isNew =
      standing === unknown ||
      next.as !== standing.as ||
      (next.as === "leader" && standing.as === "leader" && next.fence !== standing.fence);
    if (!isNew) return;
    standing = next;
    log.info({ standing: next.as }, "this replica's part has changed");
    onChange(next);
  }

  function lapsed(): void {
    if (standing.as !== "leader") return;
    const restMs = leftMs(asked);
    if (restMs > 0) expiry = setTimeout(lapsed, restMs).unref();
    else become({ as: "cut off", wasLeader: true });
  }

  async function ask(): Promise<void> {
    const now = reading();
    try {
      const lease = await claims.take(TELLING, holder, leaseMs);
      if (!lease) become({ as: "follower" });
      else if (leftMs(now) > 0) {
        asked = now;
        become({ as: "leader", fence: lease.fence });
        clearTimeout(expiry);
        lapsed();
      }
    } catch (fault) {
      log.debug({ why: messageOf(fault) }, "the lease could not be asked for");
      if (standing.as === "follower") become({ as: "cut off", wasLeader: false });
      lapsed();
    }
  }

  function askAgain(): void {
    asking = ask().finally(() => {
      // A third of the usual pause while the store is away: a lease is short.
      const pauseMs = standing.as === "cut off" ? askMs / 3 : askMs;
      if (!isStopped) nextAsk = setTimeout(askAgain, pauseMs).unref();
    });
  }

  return {
    standing: () => standing,
    isLeading: (fence) => standing.as === "leader" && standing.fence === fence && leftMs(asked) > 0,
    async start() {
      askAgain();
      await asking;
    },
    async stop() {
      isStopped = true;
      clearTimeout(nextAsk);
      await asking;
      clearTimeout(expiry);
      if (standing.as !== "leader") return;
      const lease = { name: TELLING, holder, fence: standing.fence };
      standing = { as: "follower" };
      await claims.release(lease).catch((fault: unknown) => {
        log.warn({ why: messageOf(fault) }, "the lease could not be given back; it ends by itself");
      });
    },
  };
}

interface Reading {
  readonly steady: number;
  readonly wall: number;
}

function reading(): Reading {
  return { steady: performance.now(), wall: Date.now() };
}

/** The steady clock may stand still while the machine sleeps, and the other one may be set back: the longer counts. */
function passed({ steady, wall }: Reading): number {
  return Math.max(performance.now() - steady, Date.now() - wall);
}
