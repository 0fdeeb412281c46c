import { durationWords } from "../../model/duration-words.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { utcWords } from "../../model/utc-words.ts";
import type { StoreCondition } from "../../ports/journal.ts";

/** The warning that an answer comes from the last copy, and what waits; nothing while the store answers. */
export function awayBanner(
  { asOf, version }: Pick<Snapshot, "asOf" | "version">,
  now: number,
  { awaySince, owed = 0 }: Partial<StoreCondition>,
): string | undefined {
  if (awaySince === undefined) return undefined;
  const copy =
    version === 0
      ? "The graph store cannot be reached, and no map has been read yet: this answer knows nothing."
      : `The graph store is away: this is the last copy, ${durationWords(now - asOf)} old. It is the map as of ${timeWords(asOf, now)}.`;
  if (owed === 0) return copy;
  const writes = owed === 1 ? "1 write is kept and goes" : `${owed} writes are kept and go`;
  return `${copy} ${writes} in once it is back.`;
}

/** The time alone while it is of today. */
function timeWords(at: number, now: number): string {
  const words = utcWords(at);
  const [day, ...time] = words.split(" ");
  return utcWords(now).startsWith(`${day} `) ? time.join(" ") : words;
}
