/** How long the steps of one call may take; its time runs from when this was made. */
export interface Allowance {
  /** For what is left of getting in: a server that is there answers that at once. */
  beginMs(): number;
  /** For the next statement or commit. */
  stepMs(): number;
  /** After how long the server itself ends the transaction, should nobody be there any more. */
  readonly serverMs: number;
}

/**
 * The server waits this much longer than its client would: whoever is frozen or cut off in the middle of a write holds
 * up all other writers until then.
 */
const SERVER_WAITS_MS = 5_000;
/** A step that comes late still gets this part of the deadline. */
const LEAST_PART = 1 / 8;

/** Getting in has the deadline; then each step has the same time. */
export function eachStep(deadlineMs: number, stepMs: number): Allowance {
  return { beginMs: timeLeft(deadlineMs), stepMs: () => stepMs, serverMs: serverMs(stepMs) };
}

/** All steps together have one deadline, for somebody who waits for the answer. */
export function inAll(deadlineMs: number): Allowance {
  const left = timeLeft(deadlineMs);
  return { beginMs: left, stepMs: left, serverMs: serverMs(deadlineMs) };
}

function timeLeft(deadlineMs: number): () => number {
  const end = performance.now() + deadlineMs;
  return () => Math.round(Math.max(end - performance.now(), deadlineMs * LEAST_PART));
}

function serverMs(stepMs: number): number {
  return SERVER_WAITS_MS + stepMs;
}
