import { createLoneFailures, type LoneFailures } from "../../../../src/model/lone-failures.ts";
import type { Snapshot } from "../../../../src/model/snapshot/snapshot.ts";

/** Goes wrong in the way that the first component's name says. */
export function loneFailures(snapshot: Snapshot, first: number, end: number): LoneFailures {
  const name = snapshot.components[0]?.id.split("/").at(-1);
  if (name === "throws") throw new Error("the question was too hard");
  if (name === "exits") process.exit(7);
  if (name === "hangs") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return createLoneFailures(end - first);
}
