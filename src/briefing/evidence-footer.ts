import { durationWords } from "../model/duration-words.ts";
import type { BlastRadius } from "../model/impact.ts";
import { utcWords } from "../model/utc-words.ts";
import { peopleAsOne } from "./people-as-one.ts";
import { someOf } from "./what-is-going-on.ts";

const SOURCES = 4;

/** What an answer rests on, how old that is, and what it could not see; `notSeen` stands before the map's own gaps. */
export function evidenceFooter(
  { asOf, sources, blindSpots }: Pick<BlastRadius, "asOf" | "sources" | "blindSpots">,
  now: number,
  notSeen: readonly string[] = [],
): string[] {
  const ages = peopleAsOne(sources).map(
    ({ source, lastSeen }) => `${source} ${durationWords(inMinutes(now - lastSeen))} ago`,
  );
  return [
    `As of ${utcWords(asOf)}. Sources: ${ages.length > 0 ? someOf(ages, SOURCES) : "none"}`,
    ...notSeen,
    ...blindSpots.map((spot) => `Not seen: ${spot}`),
  ];
}

/** A footer that changed with every second would make an edit of every look. */
function inMinutes(milliseconds: number): number {
  return Math.floor(Math.max(0, milliseconds) / 60_000) * 60_000;
}
