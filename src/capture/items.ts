import {
  closedClassOf,
  denies,
  fixedPhraseAt,
  type ClosedClass,
  type FixedPhrase,
} from "./closed-words.ts";
import type { Mention } from "./mentions.ts";
import type { Token } from "./tokens.ts";
import { verbReadings, type VerbReading } from "./verbs.ts";

/** What an item does in its sentence. */
export type ItemClass =
  | ClosedClass
  | FixedPhrase["acts"]
  | "noun"
  | "num"
  | "mention"
  | "verb"
  | "comma"
  | "open"
  | "close"
  | "break"
  | "arrow";

/** A word, a fixed phrase or a known name, with its part of speech. */
export interface Item {
  readonly class: ItemClass;
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly mention?: string;
  readonly verb?: VerbReading;
  readonly code: boolean;
  /** The first word of its sentence: a capital letter says nothing there. */
  readonly opens: boolean;
}

const MARKS: Readonly<Record<string, ItemClass>> = {
  ",": "comma",
  "(": "open",
  "[": "open",
  ")": "close",
  "]": "close",
  ";": "break",
  ":": "break",
  "\u2014": "break",
  "\u2013": "break",
  "-": "break",
  "|": "break",
  "=": "break",
  "\u2026": "break",
  "->": "arrow",
  "~>": "arrow",
  "=>": "arrow",
  "\u2192": "arrow",
  "/": "and",
  "+": "and",
  "&": "and",
};
/** Adjectives that govern a preposition as verbs do. */
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
  necessary: "critical",
  crucial: "critical",
  vital: "critical",
};
const SUBJECTS_OF_S = new Set([
  "it",
  "this",
  "that",
  "there",
  "what",
  "here",
  "he",
  "she",
  "who",
  "where",
  "how",
  "let",
]);
const NOUN_BEFORE = new Set<ItemClass>(["det", "poss", "num"]);
const SUCH_AS = new Set([
  "including",
  "namely",
  "e.g",
  "i.e",
  "eg",
  "ie",
  "especially",
  "notably",
  "specifically",
]);

/** A draft: closed words are settled, words that may be verbs are not. */
interface Draft {
  class: ItemClass;
  readonly first: Token;
  readonly last: Token;
  readonly lower: string;
  readonly mention?: string;
  verb?: VerbReading;
}

/** Gives every word of a sentence its part of speech. Two passes, with a look of a few words ahead. */
export function itemsOf(
  text: string,
  tokens: readonly Token[],
  mentions: readonly Mention[],
): Item[] {
  const drafts = draftsOf(tokens, mentions);
  for (let place = 0; place < drafts.length; place += 1) settle(drafts, place);
  return drafts.map(({ class: itemClass, first, last, lower, mention, verb }, place) => ({
    class: itemClass,
    text: text.slice(first.start, last.end),
    lower,
    start: first.start,
    end: last.end,
    code: first.code,
    opens: place === 0,
    ...(mention === undefined ? {} : { mention }),
    ...(verb === undefined ? {} : { verb }),
  }));
}

function draftsOf(tokens: readonly Token[], mentions: readonly Mention[]): Draft[] {
  const drafts: Draft[] = [];
  const mentionAt = new Map(mentions.map((mention) => [mention.first, mention]));
  for (let place = 0; place < tokens.length; place += 1) {
    const first = tokens[place] as Token;
    const mention = mentionAt.get(place);
    if (mention) {
      const last = tokens[mention.last] as Token;
      drafts.push({ class: "mention", first, last, lower: first.lower, mention: mention.id });
      place = mention.last;
      continue;
    }
    const phrase = fixedPhraseAt((ahead) => tokens[place + ahead]?.lower);
    if (phrase) {
      const last = tokens[place + phrase.words.length - 1] as Token;
      drafts.push({ class: phrase.acts, first, last, lower: phrase.as });
      place += phrase.words.length - 1;
      continue;
    }
    const itemClass = firstGuess(first);
    if (itemClass) drafts.push({ class: itemClass, first, last: first, lower: first.lower });
  }
  return drafts;
}

function firstGuess(token: Token): ItemClass | undefined {
  if (token.kind === "mark" && !token.lower.startsWith("'")) return MARKS[token.text];
  if (token.kind === "number") return "num";
  if (token.kind === "link" || token.code) return "noun";
  if (SUCH_AS.has(token.lower)) return "such-as";
  const closed = closedClassOf(token.lower);
  if (closed) return closed;
  if (token.kind === "mark") return undefined;
  if (
    token.lower.length > 4 &&
    token.lower.endsWith("ly") &&
    verbReadings(token.lower).length === 0
  )
    return "adv";
  return "noun";
}

/** Decides the words that could be more than one thing, given everything left of them. */
function settle(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  const previous = drafts[place - 1];
  const next = drafts[place + 1];
  if (draft.lower === "'s" && previous && SUBJECTS_OF_S.has(previous.lower)) draft.class = "aux";
  else if (draft.lower === "that") draft.class = classOfThat(previous, next, drafts[place + 2]);
  else if (draft.lower === "to") draft.class = isInfinitive(drafts, place) ? "to" : "prep";
  else if (
    draft.lower === "so" ||
    draft.lower === "therefore" ||
    draft.lower === "hence" ||
    draft.lower === "thus"
  )
    draft.class = opensClause(next) ? "thus" : "adv";
  else if (draft.lower === "as")
    draft.class = hasVerbSoon(drafts, place + 1) && !isArticle(next) ? "sub" : "prep";
  else if (draft.lower === "like" && isNominal(previous) && isNominal(next))
    draft.class = "such-as";
  else if (draft.class === "sub" && next?.class === "num") draft.class = "prep";
  else if (
    draft.class === "det" &&
    ["this", "these", "those", "each", "both", "all", "some", "another"].includes(draft.lower)
  )
    draft.class = opensNoun(drafts, place + 1) ? "det" : "pron";
  else if (draft.class === "noun" && !draft.first.code) settleOpenWord(drafts, place);
  else if (draft.class === "mention") settleMention(drafts, place);
}

/** A name that is also a verb's form, in a verb's place, is that verb: `alerts` in `which alerts the team`. */
function settleMention(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  if (draft.first !== draft.last || draft.first.text !== draft.first.lower) return;
  const readings = verbReadings(draft.lower);
  const previous = drafts[place - 1];
  const next = drafts[place + 1];
  if (readings.length === 0 || !previous) return;
  const before = ["to", "modal", "rel", "people", "pron"].includes(previous.class);
  const after =
    next !== undefined && ["det", "poss", "mention", "noun", "pron", "prep"].includes(next.class);
  if (!before || !after) return;
  draft.class = "verb";
  draft.verb = readings[0] as VerbReading;
}

function settleOpenWord(drafts: Draft[], place: number): void {
  const draft = drafts[place] as Draft;
  const governing = GOVERNING[draft.lower];
  const next = drafts[place + 1];
  if (governing && (next?.class === "prep" || next?.class === "to" || next?.lower === "to")) {
    draft.class = "verb";
    draft.verb = { lemma: governing, form: "past", alsoNoun: false };
    return;
  }
  const reading = verbReadings(draft.lower).find((candidate) => fits(candidate, drafts, place));
  if (
    !reading ||
    (draft.first.text !== draft.first.lower && place > 0 && !isUpperAll(draft.first.text))
  )
    return;
  if (!reading) return;
  draft.class = "verb";
  draft.verb = reading;
}

function isUpperAll(text: string): boolean {
  return text.length > 3 && text === text.toUpperCase();
}

function fits({ form, alsoNoun }: VerbReading, drafts: Draft[], place: number): boolean {
  const previous = solid(drafts, place, -1);
  const next = drafts[place + 1];
  const afterTo = previous?.class === "to" || previous?.class === "modal";
  if (form === "past") return fitsPast(drafts, place, previous, next);
  if (form === "ing") return fitsIng(previous, next);
  if (form === "base") {
    if (afterTo || isDo(previous)) return true;
    if (!previous || previous.class === "break") return !alsoNoun || isNounStart(next);
    if (previous.class === "and" || previous.class === "comma")
      return opensObject(next) && followsVerb(drafts, place);
    if (
      previous.class === "people" ||
      previous.lower === "they" ||
      previous.class === "rel" ||
      previous.class === "neg"
    )
      return true;
    if (
      previous.class === "pron" &&
      ["these", "those", "both", "all", "some"].includes(previous.lower)
    )
      return true;
    if (isPlural(previous)) return !alsoNoun || !finiteFollows(drafts, place + 1);
    return !alsoNoun && previous.class === "mention" && !finiteFollows(drafts, place + 1);
  }
  if (
    !previous ||
    NOUN_BEFORE.has(previous.class) ||
    previous.class === "prep" ||
    previous.class === "to" ||
    previous.class === "modal"
  )
    return false;
  if (!alsoNoun) return true;
  if (previous.class === "and" || previous.class === "comma")
    return opensObject(next) && followsVerb(drafts, place) && !finiteFollows(drafts, place + 1);
  if (previous.class === "rel" || previous.class === "pron" || previous.class === "adv")
    return true;
  return isNominal(previous) && next?.lower !== "of" && !finiteFollows(drafts, place + 1);
}

function fitsPast(
  drafts: Draft[],
  place: number,
  previous: Draft | undefined,
  next: Draft | undefined,
): boolean {
  if (!previous || previous.class === "break")
    return next !== undefined && next.class !== "noun" && next.class !== "mention";
  if (previous.class === "aux" || previous.class === "neg" || previous.class === "modal")
    return true;
  const beforeNoun = next?.class === "noun" || next?.class === "mention" || next?.class === "num";
  if (NOUN_BEFORE.has(previous.class)) return !beforeNoun && next?.class !== "and";
  if (
    previous.class === "prep" ||
    previous.class === "because" ||
    previous.class === "to" ||
    previous.class === "such-as"
  )
    return false;
  if (previous.class === "and" || previous.class === "comma")
    return !beforeNoun || followsVerb(drafts, place);
  if (previous.class === "verb") return !beforeNoun;
  return true;
}

function fitsIng(previous: Draft | undefined, next: Draft | undefined): boolean {
  const beforeNoun = next?.class === "noun" && verbReadings(next.lower).length === 0;
  if (!previous) return next !== undefined && !["verb", "aux", "modal"].includes(next.class);
  if (NOUN_BEFORE.has(previous.class)) return false;
  if (previous.class === "noun" && beforeNoun) return next !== undefined;
  return true;
}

/** The next item that is no adverb, to the left or right. */
function solid(drafts: readonly Draft[], place: number, step: -1 | 1): Draft | undefined {
  let at = place + step;
  while (
    drafts[at]?.class === "adv" ||
    drafts[at]?.class === "hedge" ||
    drafts[at]?.class === "no-longer"
  )
    at += step;
  return drafts[at];
}

/** Does the same clause still hold a finite verb? Then this word is none: a clause has one. */
function finiteFollows(drafts: readonly Draft[], from: number): boolean {
  for (let place = from; place < Math.min(drafts.length, from + 10); place += 1) {
    const { class: itemClass, lower } = drafts[place] as Draft;
    if (
      ["comma", "break", "sub", "rel", "because", "thus", "and", "close", "open"].includes(
        itemClass,
      ) ||
      lower === "that"
    )
      return false;
    if (itemClass === "aux" || itemClass === "modal") return true;
    if (itemClass === "to") place += 1;
    if (itemClass !== "noun") continue;
    const readings = verbReadings(lower);
    const previous = drafts[place - 1]?.class;
    const free = previous === "noun" || previous === "mention" || previous === "num";
    if (
      free &&
      readings.some(({ form, alsoNoun }) => form === "past" || (form === "s" && !alsoNoun))
    )
      return true;
  }
  return false;
}

function followsVerb(drafts: readonly Draft[], place: number): boolean {
  for (let at = place - 1; at >= Math.max(0, place - 14); at -= 1) {
    const { class: itemClass } = drafts[at] as Draft;
    if (itemClass === "verb") return true;
    if (itemClass === "break" || itemClass === "sub") return false;
  }
  return false;
}

function hasVerbSoon(drafts: readonly Draft[], from: number): boolean {
  for (let place = from; place < Math.min(drafts.length, from + 8); place += 1) {
    const { class: itemClass, lower } = drafts[place] as Draft;
    if (itemClass === "comma" || itemClass === "break") return false;
    if (itemClass === "aux" || itemClass === "modal") return true;
    if (
      itemClass === "noun" &&
      place > from &&
      verbReadings(lower).some(({ form }) => form !== "ing")
    )
      return true;
  }
  return false;
}

function classOfThat(
  previous: Draft | undefined,
  next: Draft | undefined,
  second: Draft | undefined,
): ItemClass {
  const verbNext =
    next !== undefined &&
    (["aux", "modal", "neg", "adv", "no-longer", "hedge"].includes(next.class) ||
      (next.class === "noun" && isFinite(next.lower) && second?.class !== "aux"));
  if (
    !previous ||
    previous.class === "break" ||
    previous.class === "and" ||
    previous.class === "comma"
  )
    return verbNext ? "pron" : "det";
  if (verbNext)
    return isNominal(previous) || previous.class === "close" || previous.class === "pron"
      ? "rel"
      : "pron";
  if (isNominal(previous) && next !== undefined) return "rel";
  if (previous.class === "verb" || previous.class === "aux") return "sub";
  return "det";
}

function isFinite(word: string): boolean {
  return verbReadings(word).some(({ form }) => form === "s" || form === "past" || form === "base");
}

function isInfinitive(drafts: readonly Draft[], place: number): boolean {
  const next = solid(drafts, place, 1);
  if (!next || (next.class !== "noun" && next.class !== "aux" && next.class !== "neg"))
    return false;
  if (next.lower === "be" || next.lower === "have" || next.lower === "do" || denies(next.lower))
    return true;
  const base = verbReadings(next.lower).find(({ form }) => form === "base");
  if (!base) return false;
  const previous = solid(drafts, place, -1);
  const takesTo = previous?.class === "verb" && TAKES_TO.has(previous.verb?.lemma ?? "");
  const after = drafts[drafts.indexOf(next) + 1];
  return (
    !base.alsoNoun ||
    (!takesTo && (after === undefined || opensObject(after) || after.class !== "noun"))
  );
}

const TAKES_TO = new Set(
  "connect talk write publish post send lead respond subscribe point push return switch listen log speak relate report route upload".split(
    " ",
  ),
);

function isDo(draft: Draft | undefined): boolean {
  return (
    draft?.class === "aux" &&
    ["do", "does", "did", "don't", "doesn't", "didn't"].includes(draft.lower)
  );
}

function isNominal(draft: Draft | undefined): boolean {
  return (
    draft?.class === "noun" ||
    draft?.class === "mention" ||
    draft?.class === "num" ||
    draft?.class === "close"
  );
}

function isPlural(draft: Draft): boolean {
  const word = draft.last.lower;
  return (
    (draft.class === "noun" || draft.class === "mention") &&
    word.endsWith("s") &&
    !word.endsWith("ss")
  );
}

function isArticle(draft: Draft | undefined): boolean {
  return draft?.lower === "a" || draft?.lower === "an";
}

function isNounStart(draft: Draft | undefined): boolean {
  return draft !== undefined && ["det", "poss", "noun", "mention", "num"].includes(draft.class);
}

function opensObject(draft: Draft | undefined): boolean {
  return (
    draft !== undefined &&
    ["det", "poss", "mention", "prep", "to", "num", "noun", "pron"].includes(draft.class)
  );
}

function opensClause(draft: Draft | undefined): boolean {
  return (
    draft !== undefined &&
    ["det", "poss", "noun", "mention", "pron", "people", "comma", "such-as", "sub"].includes(
      draft.class,
    )
  );
}

/** Does a noun follow, rather than a verb or the clause's end? */
function opensNoun(drafts: readonly Draft[], place: number): boolean {
  const next = drafts[place];
  if (!next) return false;
  if (next.class === "mention" || next.class === "num" || next.class === "det") return true;
  if (next.class !== "noun") return false;
  const readings = verbReadings(next.lower);
  const verbal = readings.some(
    ({ form, alsoNoun }) => form === "s" || form === "past" || (form === "base" && !alsoNoun),
  );
  return (
    !verbal || (readings.every(({ form }) => form !== "s") && drafts[place + 1]?.class === "noun")
  );
}
