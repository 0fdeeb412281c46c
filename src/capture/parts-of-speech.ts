import { effectBeforeIng } from "./catenatives.ts";
import type { Draft, ItemClass } from "./drafts.ts";
import { unknownVerb } from "./unknown-verbs.ts";
import { isInfinitive, isVerbHere } from "./verb-or-noun.ts";
import { finiteBefore, hasVerbSoon, isNominal, isOneOf, verbalNext } from "./word-company.ts";
import { verbReadings, type VerbReading } from "./verbs.ts";

/** Adjectives that govern a preposition as verbs do, and the verb that they stand for. */
const GOVERNING: Readonly<Record<string, string>> = {
  unable: "unable",
  able: "able",
  dependent: "depend",
  reliant: "depend",
  contingent: "depend",
  responsible: "responsible",
  incompatible: "incompatible",
  compatible: "incompatible",
  critical: "critical",
  essential: "critical",
  crucial: "critical",
  vital: "critical",
};
const SUBJECTS_OF_S = new Set("it this that there what here he she who where how let".split(" "));
const SINGULAR_POINTING = new Set(["this", "that", "each", "another"]);
const POINTING = new Set("this these those each both all some another".split(" "));
/** `looks like X is down`: a report, not a likeness. */
const LOOKS = new Set(
  "look looks looked looking seem seems seemed sound sounds feel feels".split(" "),
);
/** `A and B both failed`, `they were all hit`: they float behind what they count. */
const FLOATING = new Set(["both", "all", "each"]);
const PLACES_OF_NAMES_AS_VERBS = ["to", "modal", "rel", "people", "pron"] as const;

/** Gives every draft its final part of speech, left to right: what stands left of a word is settled by then. */
export function settleAll(drafts: Draft[]): void {
  for (let place = 0; place < drafts.length; place += 1) settle(drafts, place);
}

function settle(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  if (draft.class === "noun") {
    if (!draft.first.code) settleOpenWord(drafts, place);
  } else if (draft.class === "mention") settleMention(drafts, place);
  else draft.class = settledClosed(drafts, place) ?? draft.class;
}

/** A closed-class word that has two uses; undefined when its first class stands. */
function settledClosed(drafts: Draft[], place: number): ItemClass | undefined {
  const { lower, class: itemClass } = drafts[place] as Draft;
  const previous = drafts[place - 1];
  const next = drafts[place + 1];
  switch (lower) {
    case "'s":
      return previous && SUBJECTS_OF_S.has(previous.lower) ? "aux" : undefined;
    case "that":
      return classOfThat(drafts, place);
    case "to":
      return isInfinitive(drafts, place) ? "to" : "prep";
    case "so":
    case "therefore":
    case "hence":
    case "thus":
      return isOneOf(
        next,
        "det",
        "poss",
        "noun",
        "mention",
        "pron",
        "people",
        "comma",
        "such-as",
        "sub",
      )
        ? "thus"
        : "adv";
    case "as":
      return hasVerbSoon(drafts, place + 1) && next?.lower !== "a" && next?.lower !== "an"
        ? "sub"
        : "prep";
    case "since":
      if (previous?.class === "aux") return "adv";
      break;
    case "using":
      return usesHere(drafts, place);
    case "following":
      return !previous || isOneOf(previous, "comma", "break") ? "because" : "prep";
    case "like":
      if (previous && LOOKS.has(previous.lower)) return "sub";
      return isNominal(previous) && isNominal(next) ? "such-as" : "prep";
    case "whose":
      return "poss";
    default:
  }
  if (itemClass === "sub" && next?.class === "num") return "prep";
  if (
    itemClass === "sub" &&
    ["before", "after", "since"].includes(lower) &&
    !hasVerbSoon(drafts, place + 1)
  )
    return lower === "after" ? "sub" : "prep";
  if (
    (lower === "both" || lower === "either" || lower === "neither") &&
    isNominal(next) &&
    next?.class === "mention"
  )
    return "adv";
  if (FLOATING.has(lower) && floats(drafts, place)) return "adv";
  if (itemClass === "det" && POINTING.has(lower))
    return pointsAtNoun(drafts, place) ? "det" : "pron";
  return undefined;
}

/** `that`: before a verb or a clause after a noun it joins; after a verb it reports; else it points. */
function classOfThat(drafts: Draft[], place: number): ItemClass {
  const previous = drafts[place - 1];
  const next = drafts[place + 1];
  const verbal = verbalNext(drafts, place + 1);
  if (!previous || isOneOf(previous, "break", "and", "comma")) return verbal ? "pron" : "det";
  if (isOneOf(previous, "verb", "aux", "particle", "adv")) {
    if (isThing(next) && !hasVerbSoon(drafts, place + 2)) return "det";
    return verbal && next?.class !== "adv" ? "pron" : "sub";
  }
  if (verbal) return isNominal(previous) || previous.class === "pron" ? "rel" : "pron";
  return isNominal(previous) && next !== undefined ? "rel" : "det";
}

/** A word that is a noun at least as well as a verb's base form: `queue`. */
function isThing(draft: Draft | undefined): boolean {
  if (draft?.class !== "noun") return false;
  return verbReadings(draft.lower).every(({ form, alsoNoun }) => form === "base" && alsoNoun);
}

/** Does a noun follow the pointing word, rather than a verb or the clause's end? */
function pointsAtNoun(drafts: readonly Draft[], place: number): boolean {
  const next = drafts[place + 1];
  if (isOneOf(next, "mention", "num", "det")) return true;
  if (next?.class !== "noun") return false;
  const readings = verbReadings(next.lower);
  const one = SINGULAR_POINTING.has((drafts[place] as Draft).lower);
  const verbal = readings.some(
    ({ form, alsoNoun }) =>
      (form === "s" && (one || !alsoNoun)) || form === "past" || (form === "base" && !alsoNoun),
  );
  if (readings.some(({ form }) => form === "past") && !next.lower.endsWith("ed") && !one)
    return false;
  return (
    !verbal || (readings.every(({ form }) => form !== "s") && drafts[place + 2]?.class === "noun")
  );
}

/** `is using X`, `stopped using X`: a verb; `logs in using X`: a preposition. */
function usesHere(drafts: Draft[], place: number): ItemClass {
  const draft = drafts[place] as Draft;
  const previous = drafts[place - 1];
  const verbal =
    isOneOf(previous, "aux", "adv", "neg", "prep") ||
    effectBeforeIng(previous?.verb?.lemma ?? "") !== undefined ||
    (isNominal(previous) && !finiteBefore(drafts, place));
  if (!verbal) return "prep";
  draft.verb = { lemma: "use", form: "ing", alsoNoun: false };
  return "verb";
}

function floats(drafts: readonly Draft[], place: number): boolean {
  const next = drafts[place + 1];
  if (drafts[place - 1]?.class === "aux")
    return next?.class === "noun" && verbalNext(drafts, place + 1);
  return isNominal(drafts[place - 1]) && verbalNext(drafts, place + 1);
}

/** A name that is also a verb's form, in a verb's place, is that verb: `alerts` in `which alerts the team`. */
function settleMention(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  if (draft.first !== draft.last || draft.first.text !== draft.first.lower) return;
  const reading = verbReadings(draft.lower)[0];
  const before = isOneOf(drafts[place - 1], ...PLACES_OF_NAMES_AS_VERBS);
  const after = isOneOf(drafts[place + 1], "det", "poss", "mention", "noun", "pron", "prep");
  if (reading && before && after) asVerb(draft, reading);
}

function settleOpenWord(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  const next = drafts[place + 1];
  if (
    draft.lower === "first" &&
    drafts[place - 1]?.class === "aux" &&
    verbalNext(drafts, place + 1)
  ) {
    draft.class = "adv";
    return;
  }
  const governing = GOVERNING[draft.lower];
  if (governing && (next?.class === "prep" || next?.lower === "to")) {
    asVerb(draft, { lemma: governing, form: "adjective", alsoNoun: false });
    return;
  }
  const inCapitals = place > 0 && draft.first.text !== draft.first.lower;
  if (inCapitals && draft.first.text !== draft.first.text.toUpperCase()) return;
  const reading =
    verbReadings(draft.lower).find((candidate) => isVerbHere(candidate, drafts, place)) ??
    unknownVerb(drafts, place);
  if (reading) asVerb(draft, reading);
}

function asVerb(draft: Draft, reading: VerbReading): void {
  draft.class = "verb";
  draft.verb = reading;
}
