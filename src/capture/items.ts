import { closedClassOf, fixedPhraseAt } from "./closed-words.ts";
import type { Draft, ItemClass } from "./drafts.ts";
import type { Mention } from "./mentions.ts";
import { settleAll } from "./parts-of-speech.ts";
import type { Token } from "./tokens.ts";
import { verbReadings, type VerbReading } from "./verbs.ts";

/** A word, a fixed phrase or a known name, with its part of speech. */
export interface Item {
  readonly class: ItemClass;
  readonly text: string;
  /** The message in which it stands. */
  readonly source: string;
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

/** Gives every word of a sentence its part of speech. Two passes, with a look of a few words ahead. */
export function itemsOf(
  text: string,
  tokens: readonly Token[],
  mentions: readonly Mention[],
): Item[] {
  const drafts = draftsOf(tokens, mentions);
  settleAll(drafts);
  return drafts.map(({ class: itemClass, first, last, lower, mention, verb }, place) => ({
    class: itemClass,
    text: text.slice(first.start, last.end),
    source: text,
    lower,
    start: first.start,
    end: last.end,
    code: first.code || first !== last,
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
      const lower = tokens
        .slice(place, mention.last + 1)
        .map((token) => token.lower)
        .join(" ");
      if (mention.id === undefined) drafts.push({ class: "noun", first, last, lower });
      else drafts.push({ class: "mention", first, last, lower, mention: mention.id });
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
