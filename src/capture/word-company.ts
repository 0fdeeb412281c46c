import type { Draft, ItemClass } from "./drafts.ts";
import { senseOf } from "./nouns.ts";
import { verbReadings } from "./verbs.ts";

/** Is the word there, and of one of these classes? */
export function isOneOf(draft: Draft | undefined, ...classes: readonly ItemClass[]): boolean {
  return draft !== undefined && classes.includes(draft.class);
}

/** A noun, a name, a number or a closing bracket after one. */
export function isNominal(draft: Draft | undefined): boolean {
  return isOneOf(draft, "noun", "mention", "num", "close");
}

export function isPlural(draft: Draft): boolean {
  const word = draft.last.lower;
  return isOneOf(draft, "noun", "mention") && word.endsWith("s") && !word.endsWith("ss");
}

/** `staff`, `customers`: they act as many do. */
export function isPeople(draft: Draft): boolean {
  return draft.class === "noun" && senseOf(draft.lower) === "people";
}

/** The next word to the left or right that is no adverb. */
export function solidNext(
  drafts: readonly Draft[],
  place: number,
  step: -1 | 1,
): Draft | undefined {
  let at = place + step;
  while (isOneOf(drafts[at], "adv", "hedge", "no-longer")) at += step;
  return drafts[at];
}

/** Marks and joints at which a clause ends. */
const CLAUSE_ENDS: readonly ItemClass[] = [
  "comma",
  "break",
  "sub",
  "rel",
  "because",
  "thus",
  "and",
  "close",
  "open",
];

/** `lagged by hours`: how much, not by whom. */
const MEASURES = new Set("hours minutes seconds days about roughly almost nearly up".split(" "));

/** Does the same clause hold a finite verb further right? A clause has one: then this word is none. */
export function finiteFollows(drafts: readonly Draft[], from: number): boolean {
  for (let place = from; place < Math.min(drafts.length, from + 10); place += 1) {
    const draft = drafts[place] as Draft;
    if (isOneOf(draft, ...CLAUSE_ENDS) || draft.lower === "that") return false;
    if (isOneOf(draft, "aux", "modal")) return true;
    if (draft.lower === "to") place += 1;
    const agent = drafts[place + 2];
    const reduced =
      drafts[place + 1]?.lower === "by" &&
      agent?.class !== "num" &&
      !MEASURES.has(agent?.lower ?? "");
    if (draft.class !== "noun" || reduced || !isNominal(drafts[place - 1])) continue;
    const finite = verbReadings(draft.lower).some(
      ({ form, alsoNoun }) => form === "past" || (form === "s" && !alsoNoun),
    );
    if (finite) return true;
  }
  return false;
}

/** After these, a whole clause may follow without a joint: `we learned X uses Y`. */
const REPORTING = new Set(
  "think find learn discover realise realize see know say show confirm believe note notice mean turn indicate reveal suspect determine forget understand tell figure assume establish identify suggest imply seem appear look".split(
    " ",
  ),
);

/** Does the same clause hold a finite verb further left? */
export function finiteBefore(drafts: readonly Draft[], place: number): boolean {
  for (let at = place - 1; at >= Math.max(0, place - 14); at -= 1) {
    const draft = drafts[at] as Draft;
    if (isOneOf(draft, "comma", "break", "sub", "rel", "because", "thus", "close", "open", "and"))
      return false;
    if (isOneOf(draft, "aux", "modal") && draft.lower !== "been" && draft.lower !== "being")
      return true;
    if (draft.class !== "verb" || !draft.verb) continue;
    if (REPORTING.has(draft.verb.lemma)) return false;
    const before = drafts[at - 1];
    if (draft.verb.form !== "ing" && before?.class !== "to") return true;
  }
  return false;
}

/** Is there a verb to the left that this one could be joined to? */
export function followsVerb(drafts: readonly Draft[], place: number): boolean {
  for (let at = place - 1; at >= Math.max(0, place - 14); at -= 1) {
    const draft = drafts[at];
    if (draft?.class === "verb") return true;
    if (isOneOf(draft, "break", "sub")) return false;
  }
  return false;
}

/** Does a verb come before the next comma? Then `as` and its like open a clause. */
export function hasVerbSoon(drafts: readonly Draft[], from: number): boolean {
  for (let place = from; place < Math.min(drafts.length, from + 8); place += 1) {
    const draft = drafts[place] as Draft;
    if (isOneOf(draft, "comma", "break")) return false;
    if (isOneOf(draft, "aux", "modal")) return true;
    const verbal =
      draft.class === "noun" &&
      verbReadings(draft.lower).some(({ form, alsoNoun }) => form === "past" || !alsoNoun);
    if (verbal && place > from) return true;
  }
  return false;
}

/** Does what follows read as a verb rather than as a noun? */
export function verbalNext(drafts: readonly Draft[], place: number): boolean {
  const next = drafts[place];
  if (isOneOf(next, "aux", "modal", "neg", "adv", "no-longer", "hedge")) return true;
  if (next?.class !== "noun") return false;
  const finite = verbReadings(next.lower).some(
    ({ form }) => form === "s" || form === "past" || form === "base",
  );
  return finite && drafts[place + 1]?.class !== "aux";
}

export function opensObject(draft: Draft | undefined): boolean {
  return isOneOf(draft, "det", "poss", "mention", "prep", "to", "num", "noun", "pron");
}
