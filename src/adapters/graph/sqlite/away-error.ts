import { DepmapError, messageOf } from "../../../model/errors.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html) and what a person can do about each. */
const NEXT_STEP: Readonly<Record<number, string>> = {
  5: "another process has held it for too long; see which one runs",
  6: "another process has held it for too long; see which one runs",
  8: "it is read-only; give depmap the right to write the file and its folder",
  10: "the disk reports an error; check it, and the free space",
  11: "the file is damaged; put back a backup of it",
  13: "the disk is full; free some space",
  14: "it cannot be opened; check DEPMAP_DATA_DIR and the rights on that folder",
  26: "the file is damaged or no database; put back a backup of it",
};

/**
 * The fault as the port has it. What depmap itself threw, and what is no fault of the file, stays as it is.
 */
export function awayError(path: string, cause: unknown): unknown {
  const next = NEXT_STEP[sqliteCode(cause) ?? -1];
  if (next) return away(path, `${messageOf(cause)}; ${next}`, cause);
  if (isSystemError(cause)) return away(path, `${cause.message}; check DEPMAP_DATA_DIR`, cause);
  return cause;
}

/** Says that the graph file cannot be used, why, and what to do. */
export function away(path: string, why: string, cause?: unknown): DepmapError {
  return new DepmapError("graph-store-away", `cannot use the graph file ${path}: ${why}`, {
    cause,
  });
}

/** Did SQLite refuse because somebody else is writing? */
export function isBusy(cause: unknown): boolean {
  const code = sqliteCode(cause);
  return code === 5 || code === 6;
}

function sqliteCode(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !("errcode" in cause)) return undefined;
  return Number(cause.errcode) & 0xff;
}

/** A folder that is missing or closed to us, or a database handle that was closed by another call's fault. */
function isSystemError(cause: unknown): cause is Error {
  if (!(cause instanceof Error) || !("code" in cause)) return false;
  return "syscall" in cause || cause.code === "ERR_INVALID_STATE";
}
