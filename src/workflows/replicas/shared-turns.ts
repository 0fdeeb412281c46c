import { createHash, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../../model/errors.ts";
import type { Claims } from "../../ports/claims.ts";
import type { Log } from "../../ports/log.ts";
import type { InTurn } from "../../ports/turns.ts";
import { createTurns } from "../turns.ts";

/** Times in milliseconds; the defaults are for production. */
export interface SharedTurnSettings {
  /** How long others wait for a replica that died in the middle. Whoever lives prolongs its turn. */
  readonly forMs?: number;
  /** How often it is asked whether the turn is free. */
  readonly askMs?: number;
  /** After that, work begins all the same. */
  readonly patienceMs?: number;
}

/** Names share so many claims of a kind: what is kept in the store does not grow. */
const SLOTS = 1024;

/**
 * Turns that hold for all replicas: work under one name runs on one of them at a time.
 *
 * The first word of a name is its kind. A turn within a turn has to be of another kind, always in the same order. While
 * the store is away there are no turns but this replica's own: whoever posts has to look first, in a turn or not.
 */
export function createSharedTurns(
  { claims, log }: { readonly claims: Claims; readonly log: Log },
  { forMs = 10_000, askMs = 150, patienceMs = 60_000 }: SharedTurnSettings = {},
): InTurn {
  const inTurn = createTurns();

  /** Gives the turn back; nothing is waited for. */
  async function take(name: string): Promise<() => void> {
    // Another one for each turn: two names with one slot must not take each other's turn for their own.
    const holder = randomUUID();
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += askMs) {
      const lease = await claims.take(name, holder, forMs);
      if (lease) {
        const prolong = () => void claims.take(name, holder, forMs).catch(() => undefined);
        const prolonging = setInterval(prolong, forMs / 3).unref();
        return () => {
          clearInterval(prolonging);
          // It ends by itself.
          claims.release(lease).catch(() => undefined);
        };
      }
      await wait(askMs);
    }
    log.warn({ turn: name }, "another replica does not end its turn: not waited for any longer");
    return () => {};
  }

  return (name, work) =>
    inTurn(name, async () => {
      const done = await take(slotOf(name)).catch((fault: unknown) => {
        log.debug({ why: messageOf(fault) }, "turns cannot be shared; the others may do the same");
        return () => {};
      });
      try {
        return await work();
      } finally {
        done();
      }
    });
}

function slotOf(name: string): string {
  const [kind] = name.split(" ");
  const slot = createHash("sha256").update(name).digest().readUInt16BE() % SLOTS;
  return `turn ${kind} ${slot}`;
}
