/** How long the steps of one call may take. */
export interface Allowance {
  /** For getting in: a server that is there answers that at once. */
  readonly beginMs: number;
  /** For the next statement or commit. */
  stepMs(): number;
  /** After how long the server itself ends the transaction, should nobody be there any more. */
  readonly serverMs: number;
}

const LEAST_SERVER_MS = 5_000;
const STEPS_AT_MOST = 4;
/** A step that comes late in a call still gets this part of the deadline. */
const LEAST_PART = 1 / 8;

/** Each step has the same time. */
export function eachStep(deadlineMs: number, stepMs: number): Allowance {
  return { beginMs: deadlineMs, stepMs: () => stepMs, serverMs: serverMs(stepMs) };
}

/** All steps together have one deadline, for somebody who waits for the answer. */
export function inAll(deadlineMs: number): Allowance {
  const start = performance.now();
  return {
    beginMs: deadlineMs,
    stepMs() {
      const leftMs = deadlineMs - (performance.now() - start);
      return Math.round(Math.max(leftMs, deadlineMs * LEAST_PART));
    },
    serverMs: serverMs(deadlineMs),
  };
}

function serverMs(stepMs: number): number {
  return Math.max(LEAST_SERVER_MS, STEPS_AT_MOST * stepMs);
}
