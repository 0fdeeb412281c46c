import type { DepmapError } from "../../../../model/errors.ts";

const FAILURES_UNTIL_OPEN = 3;

/** Whether a server that failed is asked again. */
export interface Breaker {
  /** Why nothing is asked now; undefined: it may be. */
  refusal(): DepmapError | undefined;
  /** Closes it again, should it be open: the call was under way when others failed, and the server is there. */
  succeeded(): void;
  /** Opens at the third failure in a row; at the first one when `pauseMs` says how long to leave the server alone. */
  failed(fault: DepmapError, pauseMs?: number): void;
  /** No more probes. */
  close(): void;
}

/**
 * Spares callers the wait for a server that is away.
 *
 * While it is open every call is refused at once. A probe in the background asks every `probeEveryMs`, so that no
 * caller pays for it, and closes the breaker when the server answers. `onOpen` may throw away what belonged to the fault.
 */
export function createBreaker(parts: {
  readonly probe: () => Promise<unknown>;
  readonly probeEveryMs: number;
  readonly onOpen: () => void;
  /** How long to leave the server alone after this fault of a probe; undefined: as long as ever. */
  readonly pauseAfter: (fault: unknown) => number | undefined;
}): Breaker {
  let failures = 0;
  let refusal: DepmapError | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function probeIn(ms: number): void {
    if (closed) return;
    // Nobody's process stays alive for a probe.
    timer = setTimeout(() => void probe(), ms).unref();
  }

  function closeAgain(): void {
    failures = 0;
    refusal = undefined;
    clearTimeout(timer);
  }

  async function probe(): Promise<void> {
    try {
      await parts.probe();
      closeAgain();
    } catch (fault) {
      if (refusal) probeIn(parts.pauseAfter(fault) ?? parts.probeEveryMs);
    }
  }

  return {
    refusal: () => refusal,
    succeeded: closeAgain,
    failed(fault, pauseMs) {
      failures += 1;
      if (refusal || (failures < FAILURES_UNTIL_OPEN && pauseMs === undefined)) return;
      refusal = fault;
      parts.onOpen();
      probeIn(pauseMs ?? parts.probeEveryMs);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
