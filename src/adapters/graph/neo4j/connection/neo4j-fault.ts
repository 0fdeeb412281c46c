import neo4j from "neo4j-driver";
import { DepmapError, messageOf } from "../../../../model/errors.ts";

/** Faults of a login. Asking again soon would only lock the account. */
const LOGIN_CODES = new Set([
  "Neo.ClientError.Security.Unauthorized",
  "Neo.ClientError.Security.AuthenticationRateLimit",
  "Neo.ClientError.Security.CredentialsExpired",
  "Neo.ClientError.Security.TokenExpired",
]);

/** What the server refuses because of what was asked, not because of how it is. */
const ASKED_WRONGLY = /^Neo\.ClientError\.(Statement|Schema|Procedure)\./;

/** Said in place of a commit by a server that did not commit. */
const NOT_COMMITTED = new Set([
  "Neo.TransientError.Transaction.DeadlockDetected",
  "Neo.ClientError.Cluster.NotALeader",
  "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
]);

const NEXT_STEP: Readonly<Record<string, string>> = {
  "Neo.ClientError.Database.DatabaseNotFound": "check NEO4J_DATABASE",
  "Neo.ClientError.Security.Forbidden": "give the user of NEO4J_USER the right to read and write",
};

/** Is this a step that took too long? */
export class TooLate extends Error {
  constructor(step: string, ms: number) {
    super(`no answer to ${step} in the ${ms} ms that it had`);
  }
}

/** Says that the server cannot be used, why, and what to do; what is no fault of the server stays as it is. */
export function awayError(shown: string, user: string, cause: unknown): unknown {
  if (cause instanceof DepmapError) return cause;
  const code = codeOf(cause);
  if (ASKED_WRONGLY.test(code)) return cause;
  const why = `cannot use Neo4j at ${shown}: ${shortWords(cause)}`;
  return new DepmapError("graph-store-away", `${why}; ${nextStep(code, user)}`, { cause });
}

/** Did the server turn the login down? */
export function isLoginFault(cause: unknown): boolean {
  return LOGIN_CODES.has(codeOf(cause));
}

/** Did the server certainly not commit, and might it when asked again at once? */
export function mayRunAgain(cause: unknown, isCommitSent: boolean): boolean {
  if (NOT_COMMITTED.has(codeOf(cause))) return true;
  if (isCommitSent) return false;
  const code = codeOf(cause);
  return code === neo4j.error.SESSION_EXPIRED || code.startsWith("Neo.TransientError.");
}

function nextStep(code: string, user: string): string {
  if (LOGIN_CODES.has(code)) {
    return `it did not let ${user} in: check NEO4J_USER and NEO4J_PASSWORD`;
  }
  return NEXT_STEP[code] ?? "check NEO4J_URI and that the server is up";
}

function codeOf(cause: unknown): string {
  return cause instanceof neo4j.Neo4jError ? cause.code : "";
}

/** The driver explains its defaults at length; the reason comes last. A server's words may quote what was asked. */
function shortWords(cause: unknown): string {
  if (codeOf(cause).startsWith("Neo.")) return codeOf(cause);
  const words = messageOf(cause);
  return words.split("Caused by: ").at(-1)?.trim() || "it failed without a word";
}
