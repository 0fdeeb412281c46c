import { DepmapError, messageOf } from "../../model/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Whether the graph store is there, as far as anybody who asked it knows. */
export interface Contact {
  /** Asks the store and notes whether it answers; rejects with `graph-store-away` when it says nothing in time. */
  ask<Answer>(call: (alive: () => void) => Promise<Answer>, waitMs?: number): Promise<Answer>;
  /** The fault that said so, and when; undefined while it answers. */
  away(): { readonly since: number; readonly fault: DepmapError } | undefined;
}

/** A contact that nothing is known of yet: the store is taken to be there. */
export function createContact({
  clock,
  log,
  patienceMs,
}: {
  readonly clock: Clock;
  readonly log: Log;
  readonly patienceMs: number;
}): Contact {
  let away: ReturnType<Contact["away"]>;

  function isThere(): void {
    if (!away) return;
    log.info({ awayMs: clock.now() - away.since }, "the graph store is back");
    away = undefined;
  }

  return {
    away: () => away,
    async ask(call, waitMs = patienceMs) {
      try {
        const answer = await inTime(call, waitMs);
        isThere();
        return answer;
      } catch (fault) {
        if (!isAway(fault)) isThere();
        else if (!away) {
          away = { since: clock.now(), fault };
          const why = messageOf(fault);
          log.warn({ why }, "the graph store is away; writes are kept in the journal");
        }
        throw fault;
      }
    },
  };
}

/** Is it the store that is away, and not this call that is wrong? */
export function isAway(fault: unknown): fault is DepmapError {
  return fault instanceof DepmapError && fault.code === "graph-store-away";
}

/** After a long stop of this process itself, answers lie ready that nobody has read yet. */
const GRACE_MS = 50;

/**
 * What the store answers; rejects when it says nothing for so long.
 *
 * The call gets a function with which a sign of life puts that off. An answer that comes later is dropped.
 */
async function inTime<Answer>(
  call: (alive: () => void) => Promise<Answer>,
  waitMs: number,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let alive = () => {};
  const late = new Promise<never>((_, reject) => {
    const words = `the graph store has said nothing for ${Math.ceil(waitMs / 1000)} s; see whether it is up`;
    const giveUp = () => reject(new DepmapError("graph-store-away", words));
    alive = () => {
      clearTimeout(timer);
      if (isOver) return;
      timer = setTimeout(() => {
        timer = setTimeout(giveUp, GRACE_MS);
      }, waitMs);
    };
  });
  alive();
  return await Promise.race([call(alive), late]).finally(() => {
    isOver = true;
    clearTimeout(timer);
  });
}
