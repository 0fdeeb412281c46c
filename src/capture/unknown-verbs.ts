import type { Draft } from "./drafts.ts";
import { senseOf } from "./nouns.ts";
import { verbReadings, type VerbReading } from "./verbs.ts";
import { finiteBefore, finiteFollows, isOneOf, opensObject, solidNext } from "./word-company.ts";

/** A word that the list of verbs lacks and that stands and ends as a verb: `prioritised the`, `was blackholed`. */
export function unknownVerb(drafts: readonly Draft[], place: number): VerbReading | undefined {
  const { lower, first } = drafts[place] as Draft;
  if (first.text !== lower && place > 0) return undefined;
  const previous = solidNext(drafts, place, -1);
  const next = drafts[place + 1];
  if (previous?.class === "to" || previous?.class === "modal") {
    return opensObject(next) ||
      next === undefined ||
      isOneOf(next, "comma", "break", "and", "particle")
      ? { lemma: lower, form: "base", alsoNoun: false }
      : undefined;
  }
  if (isUnknownS(drafts, place, previous, next))
    return { lemma: lower.slice(0, -1), form: "s", alsoNoun: false };
  const ed = lower.length > 5 && lower.endsWith("ed");
  const ing = lower.length > 6 && lower.endsWith("ing");
  if (!ed && !ing) return undefined;
  const afterSubject = isOneOf(previous, "noun", "mention", "pron", "people", "rel");
  const beforeComplement = isOneOf(next, "det", "poss", "prep", "to", "pron");
  if (isOneOf(previous, "aux") || (afterSubject && beforeComplement)) {
    return {
      lemma: ed ? lower.slice(0, -2) : lower.slice(0, -3),
      form: ed ? "past" : "ing",
      alsoNoun: false,
    };
  }
  return undefined;
}

/** `the gateway embeds the …`: an ending in s between a name and an object, in a clause without a verb. */
function isUnknownS(
  drafts: readonly Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  const { lower } = drafts[place] as Draft;
  if (
    !lower.endsWith("s") ||
    lower.endsWith("ss") ||
    senseOf(lower) !== undefined ||
    verbReadings(lower).length > 0
  )
    return false;
  if (!isOneOf(previous, "mention", "rel") && previous?.lower !== "it") return false;
  if (!isOneOf(next, "det", "poss", "mention", "pron")) return false;
  return !finiteBefore(drafts, place) && !finiteFollows(drafts, place + 1);
}
