import { keyOf, type Lexicon } from "./lexicon.ts";
import { singular } from "./singular.ts";
import type { Token } from "./tokens.ts";

/** A known component's name in a sentence: the tokens from `first` to `last`. */
export interface Mention {
  readonly id: string;
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
    const mention = longestAt(tokens, first, lexicon);
    if (!mention) continue;
    mentions.push(mention);
    first = mention.last;
  }
  return mentions;
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
      if (!INSIDE.has(token.text)) break;
      continue;
    }
    if (token.kind === "link") break;
    const own = keyOf(token.text);
    const id = lexicon.idOf.get(key + own) ?? lexicon.idOf.get(key + keyOf(singular(token.text)));
    key += own;
    if (id !== undefined) found = { id, first, last };
    if (key.length > lexicon.longest) break;
  }
  return found ?? hostAt(start, first, lexicon);
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
