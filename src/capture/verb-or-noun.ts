import { denies } from "./closed-words.ts";
import { MOSTLY_NOUNS, WITH_OBJECT } from "./mostly-nouns.ts";
import type { Draft } from "./drafts.ts";
import {
  finiteBefore,
  finiteFollows,
  followsVerb,
  isNominal,
  isOneOf,
  isPeople,
  isPlural,
  opensObject,
  solidNext,
} from "./word-company.ts";
import { verbReadings, type VerbReading } from "./verbs.ts";

const TAKES_TO = new Set(
  "connect talk write publish post send lead respond subscribe point push return switch listen log speak relate report route upload due fall fail add".split(
    " ",
  ),
);
/** After these, `to` begins an infinitive whatever follows. */
const WANTS_INFINITIVE = new Set(
  "unable able fail try need want have attempt allow begin start continue use struggle refuse cause force enable require configure seem appear go ought".split(
    " ",
  ),
);

/** Is this reading the right one at this place, given all that stands left of it? */
export function isVerbHere(
  { lemma, form, alsoNoun }: VerbReading,
  drafts: Draft[],
  place: number,
): boolean {
  const previous = solidNext(drafts, place, -1);
  const next = drafts[place + 1];
  if (form === "past") return isPast(drafts, place, previous, next);
  if (form === "ing") return isIng(drafts, place, previous, next);
  if (isOneOf(previous, "to", "modal") || isDo(previous)) return form === "base";
  if (isOneOf(previous, "det", "poss", "num", "prep", "because", "such-as", "instead"))
    return false;
  if (form === "base") return isBase(lemma, alsoNoun, drafts, place, previous, next);
  return isThirdPerson(lemma, alsoNoun, drafts, place, previous, next);
}

function isBase(
  lemma: string,
  alsoNoun: boolean,
  drafts: Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  if (!previous || previous.class === "break")
    return !alsoNoun || isOneOf(next, "det", "poss", "mention");
  if (isOneOf(previous, "and", "comma"))
    return (
      opensObject(next) &&
      followsVerb(drafts, place) &&
      (!alsoNoun || !finiteFollows(drafts, place + 1))
    );
  if (isDo(drafts[0]) && isNominal(previous))
    return !finiteBefore(drafts, place) || !alsoNoun || place < 6;
  if (isOneOf(previous, "people", "rel", "neg") || previous.lower === "they") return true;
  if (previous.lower === "them" && drafts[place - 2]?.lower === "of") return true;
  if (previous.class === "pron")
    return !["it", "this", "that", "them", "something", "anything", "nothing"].includes(
      previous.lower,
    );
  if (isPeople(previous) && !finiteBefore(drafts, place)) return true;
  if (
    alsoNoun &&
    isNominal(previous) &&
    opensObject(next) &&
    isCompound(drafts, place) &&
    !finiteFollows(drafts, place + 1)
  )
    return true;
  if (isPlural(previous) && next?.class === "particle") return true;
  if (isPlural(previous) && WITH_OBJECT.has(lemma) && isNominal(next))
    return !finiteFollows(drafts, place + 1);
  if (alsoNoun && (MOSTLY_NOUNS.has(lemma) || finiteBefore(drafts, place))) return false;
  if (
    alsoNoun &&
    isNominal(previous) &&
    isOneOf(next, "prep", "det", "poss", "mention") &&
    hasPluralBefore(drafts, place) &&
    !finiteFollows(drafts, place + 1)
  )
    return true;
  if (isPlural(previous)) return !alsoNoun || !finiteFollows(drafts, place + 1);
  return (
    !alsoNoun &&
    isNominal(previous) &&
    !finiteBefore(drafts, place) &&
    !finiteFollows(drafts, place + 1)
  );
}

function isThirdPerson(
  lemma: string,
  alsoNoun: boolean,
  drafts: Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  if (!previous || isOneOf(previous, "to", "modal", "people")) return false;
  if (!alsoNoun) return true;
  if (isOneOf(previous, "and", "comma"))
    return opensObject(next) && followsVerb(drafts, place) && !finiteFollows(drafts, place + 1);
  if (isOneOf(previous, "rel", "pron", "neg")) return true;
  if (
    !isNominal(previous) ||
    next?.lower === "of" ||
    finiteBefore(drafts, place) ||
    finiteFollows(drafts, place + 1)
  )
    return false;
  if (!MOSTLY_NOUNS.has(lemma)) return true;
  if (lemma === "point") return next?.lower === "at" || next?.lower === "to";
  return WITH_OBJECT.has(lemma) && isOneOf(next, "det", "poss", "mention", "pron", "num", "noun");
}

function isPast(
  drafts: Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  const beforeNoun = isOneOf(next, "noun", "mention", "num");
  if (!previous || previous.class === "break") return next !== undefined && !beforeNoun;
  if (isOneOf(previous, "aux", "neg", "modal")) return true;
  if (isOneOf(previous, "det", "poss", "num")) return !beforeNoun && next?.class !== "and";
  if (isOneOf(previous, "prep", "because", "to", "such-as")) return false;
  if (isOneOf(previous, "and", "comma")) return !beforeNoun || followsVerb(drafts, place);
  if (previous.class === "verb") return !beforeNoun;
  return true;
}

function isIng(
  drafts: Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  const plainNounNext = next?.class === "noun" && verbReadings(next.lower).length === 0;
  if (!previous)
    return (
      next !== undefined &&
      !isOneOf(next, "verb", "aux", "modal") &&
      !(plainNounNext && isNounVerbLater(drafts, place + 2))
    );
  if (isOneOf(previous, "det", "poss", "num")) return false;
  return !(previous.class === "noun" && plainNounNext && finiteFollows(drafts, place + 1));
}

/** `Monitoring alerts fired`: the -ing word is part of a subject. */
function isNounVerbLater(drafts: readonly Draft[], from: number): boolean {
  return isOneOf(drafts[from], "aux", "modal");
}

/** `A and B` before the word: a subject of two. */
function isCompound(drafts: readonly Draft[], place: number): boolean {
  let at = place - 1;
  while (isOneOf(drafts[at], "noun", "mention", "num", "det", "poss")) at -= 1;
  return (
    drafts[at]?.class === "and" &&
    isNominal(drafts[at - 1]) &&
    !finiteBefore(drafts, at) &&
    !followsVerb(drafts, at)
  );
}

/** A plural noun earlier in the clause may be the subject of a base form: `requests to X pass through Y`. */
function hasPluralBefore(drafts: readonly Draft[], place: number): boolean {
  for (let at = place - 1; at >= Math.max(0, place - 6); at -= 1) {
    const draft = drafts[at] as Draft;
    if (isOneOf(draft, "comma", "break", "sub", "rel", "because", "thus", "and")) return false;
    if (isPlural(draft)) return true;
  }
  return false;
}

/** Does this `to` begin an infinitive? */
export function isInfinitive(drafts: readonly Draft[], place: number): boolean {
  const next = solidNext(drafts, place, 1);
  if (!next || !isOneOf(next, "noun", "aux", "neg")) return false;
  if (next.lower === "be" || next.lower === "have" || next.lower === "do" || denies(next.lower))
    return true;
  const previous = solidNext(drafts, place, -1);
  const lemma = previous?.verb?.lemma ?? "";
  if (previous?.class === "verb" && WANTS_INFINITIVE.has(lemma)) return true;
  const base = verbReadings(next.lower).find(({ form }) => form === "base");
  if (!base) return false;
  const after = drafts[drafts.indexOf(next, place) + 1];
  const takesTo = previous?.class === "verb" && TAKES_TO.has(lemma);
  return (
    !base.alsoNoun ||
    (!takesTo && (after === undefined || opensObject(after) || after.class !== "noun"))
  );
}

function isDo(draft: Draft | undefined): boolean {
  return (
    draft?.class === "aux" &&
    ["do", "does", "did", "don't", "doesn't", "didn't"].includes(draft.lower)
  );
}
