import type { Frame } from "./frames.ts";
import type { Ref } from "./refs.ts";

/** The ends that a verb may be said of: no work on a system, and no new name where the verb is too common. */
export function fits(refs: readonly Ref[], frame: Frame): readonly Ref[] {
  return refs.filter(({ via, end }) => via !== "work" && (!frame.knownOnly || "known" in end));
}
