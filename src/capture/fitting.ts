import type { Frame } from "./frames.ts";
import type { Subject } from "./left-phrases.ts";
import type { Ref } from "./refs.ts";

/** The ends that a verb may be said of: no work on a system, and no new name where the verb is too common. */
export function fits(refs: readonly Ref[], frame: Frame): readonly Ref[] {
  return refs.filter(({ via, end }) => via !== "work" && (!frame.knownOnly || "known" in end));
}

/** The subject's systems; a strong verb also takes a plain noun for one. */
export function endsOf(subject: Subject, frame: Frame): readonly Ref[] {
  if (subject.refs.length > 0) return fits(subject.refs, frame);
  if (subject.plain === undefined || frame.sure < 0.95) return [];
  return [{ end: { new: subject.plain }, via: "self", phrase: subject.plain }];
}
