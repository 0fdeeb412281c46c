import { delayMs, type Coupling } from "../dependency.ts";
import { COUPLINGS, type Snapshot } from "./snapshot-layout.ts";

/** The column of delays that follows from the traits. */
export function delaysOf(coupling: Uint8Array, traits: Snapshot["traits"]): Float64Array {
  const delays = new Float64Array(coupling.length);
  for (const [index, own] of traits) {
    delays[index] = delayMs(COUPLINGS[coupling[index] as number] as Coupling, own);
  }
  return delays;
}
