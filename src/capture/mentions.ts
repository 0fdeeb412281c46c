import { keyOf, type Lexicon } from "./lexicon.ts";
import { singular } from "./singular.ts";
import type { Token } from "./tokens.ts";

/** A name in a sentence: the tokens from `first` to `last`. */
export interface Mention {
  /** The known component that it names; undefined for a name in quotation marks that nobody knows. */
  readonly id?: string;
  readonly first: number;
  readonly last: number;
}

const MOST_TOKENS = 12;
/** Marks that may stand inside a name: `Ledger (primary) DB`, `payments/ledger`. */
const INSIDE = new Set(["(", ")", "-", "/", "\u2011", '"', "'"]);

/** Known names in a sentence, left to right; the longest wins and none overlaps another. Linear in the tokens. */
export function mentionsOf(tokens: readonly Token[], lexicon: Lexicon): Mention[] {
  const mentions: Mention[] = [];
  for (let first = 0; first < tokens.length; first += 1) {
    const mention = quotedAt(tokens, first) ?? bestAt(tokens, first, lexicon);
    if (!mention) continue;
    mentions.push(mention);
    first = mention.last;
  }
  return mentions;
}

const ARTICLES = new Set(["the", "a", "an", "our", "this", "that"]);
const CLOSING: Readonly<Record<string, string>> = { "\u201c": "\u201d", '"': '"' };

/** A name that begins with an article loses to a longer one behind it: `the API` to `API index`. */
function bestAt(tokens: readonly Token[], first: number, lexicon: Lexicon): Mention | undefined {
  const here = longestAt(tokens, first, lexicon);
  if (!here || here.last === first || !ARTICLES.has(tokens[first]?.lower ?? "")) return here;
  const behind = longestAt(tokens, first + 1, lexicon);
  return behind && behind.last > here.last ? undefined : here;
}

/** Two words or more in quotation marks, all with capitals, are one name: a job's, a page's. */
function quotedAt(tokens: readonly Token[], first: number): Mention | undefined {
  const closing = CLOSING[tokens[first - 1]?.text ?? ""];
  if (closing === undefined) return undefined;
  for (let last = first; last < Math.min(tokens.length, first + 7); last += 1) {
    const token = tokens[last] as Token;
    if (token.text === closing) return last - first > 1 ? { first, last: last - 1 } : undefined;
    if (token.kind !== "word" || token.text === token.lower) return undefined;
  }
  return undefined;
}

function longestAt(tokens: readonly Token[], first: number, lexicon: Lexicon): Mention | undefined {
  const start = tokens[first] as Token;
  if (start.kind === "link") {
    const id = idOfLink(start.text, lexicon);
    return id === undefined ? undefined : { id, first, last: first };
  }
  if (start.kind === "mark") return undefined;

  let key = "";
  let found: Mention | undefined;
  for (let last = first; last < tokens.length && last - first < MOST_TOKENS; last += 1) {
    const token = tokens[last] as Token;
    if (token.kind === "mark") {
      if (token.lower === "'s") key += "s";
      else if (!INSIDE.has(token.text)) break;
      continue;
    }
    if (token.kind === "link") break;
    const own = keyOf(token.text);
    const id = lexicon.idOf.get(key + own) ?? lexicon.idOf.get(key + keyOf(singular(token.text)));
    key += own;
    if (id !== undefined) found = { id, first, last };
    if (key.length > lexicon.longest) break;
  }
  return found ?? capitalisedAt(start, first, lexicon) ?? hostAt(start, first, lexicon);
}

function capitalisedAt(token: Token, first: number, lexicon: Lexicon): Mention | undefined {
  if (token.text[0] === token.lower[0]) return undefined;
  const id = lexicon.capitalised.get(keyOf(token.text));
  return id === undefined ? undefined : { id, first, last: first };
}

/** A host name is a mention of the component whose name it is, or whose name is its first label. */
function hostAt(token: Token, first: number, lexicon: Lexicon): Mention | undefined {
  if (token.text.split(".").length < 3) return undefined;
  const id = lexicon.idOf.get(keyOf(token.text.slice(0, token.text.indexOf("."))));
  return id === undefined ? undefined : { id, first, last: first };
}

function idOfLink(link: string, lexicon: Lexicon): string | undefined {
  const host = link.slice(link.indexOf("//") + 2).split("/")[0] ?? "";
  return lexicon.idOf.get(keyOf(host.split(":")[0] ?? ""));
}
