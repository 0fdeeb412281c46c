import { DepmapError } from "./errors.ts";
import type { Proposal } from "./proposal.ts";

/** Why a proposal cannot be decided: nobody has heard of it. */
export function unknownProposal(id: string): DepmapError {
  return new DepmapError("bad-input", `the proposal ${id} is not known; look at /depmap review`);
}

/** Why a proposal cannot be edited: it is decided, or nobody has heard of it. */
export function notOpen(id: string, state: Proposal["state"] | undefined): DepmapError {
  if (state === undefined) return unknownProposal(id);
  return new DepmapError(
    "bad-input",
    `the proposal ${id} was ${state} already; look at /depmap review`,
  );
}
