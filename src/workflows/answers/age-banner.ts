import { durationWords } from "../../model/duration-words.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { utcWords } from "../../model/utc-words.ts";

/** The warning that the map is old, or nothing while it is fresh. */
export function ageBanner(
  { asOf, version }: Pick<Snapshot, "asOf" | "version">,
  now: number,
  staleAfterMs: number,
): string | undefined {
  if (version === 0) return "No map has been read yet: this answer knows nothing.";
  const age = now - asOf;
  if (age < staleAfterMs) return undefined;
  return `The map is ${durationWords(age)} old: it could not be read again since ${utcWords(asOf)}.`;
}
