/** A word, number, address or mark, and where it stands in the text. */
export interface Token {
  readonly text: string;
  /** In lower case, with straight apostrophes. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly kind: "word" | "number" | "link" | "mark";
  /** Stands between backticks: a name, not prose. */
  readonly code: boolean;
}

/** Marks inside a word that keep it one word when letters or digits follow: `us-east-1a`, `api.shop.example`. */
const INNER = new Set(["-", "_", ".", "\u2011", "@", "+"]);
const APOSTROPHES = new Set(["'", "\u2019"]);
const LETTER = /^[\p{L}\p{N}\p{M}]$/u;
/** Endings that are words of their own: `checkout's`, `it's`, `we're`. */
const CLITICS = new Set(["s", "re", "ve", "d", "ll", "m"]);
const ARROWS = ["~>", "->", "=>", "\u2192"];

/**
 * The tokens of `text` between two places, in order. One pass; every token is a piece of the text.
 *
 * @example
 * ```ts
 * tokensOf("cart's DB is at db-1.shop.example").map(({ text }) => text);
 * // => ["cart", "'s", "DB", "is", "at", "db-1.shop.example"]
 * ```
 */
export function tokensOf(text: string, from = 0, to: number = text.length): Token[] {
  const tokens: Token[] = [];
  let code = false;
  let place = from;
  const push = (end: number, kind: Token["kind"]) => {
    const word = text.slice(place, end);
    const lower = word.toLowerCase().replaceAll("\u2019", "'");
    tokens.push({ text: word, lower, start: place, end, kind, code });
    place = end;
  };

  while (place < to) {
    const char = text[place] as string;
    if (char === "`") {
      code = !code;
      place += 1;
    } else if (text.startsWith("http://", place) || text.startsWith("https://", place)) {
      push(linkEnd(text, place, to), "link");
    } else if (isLetter(char)) {
      const end = wordEnd(text, place, to);
      push(end, isDigits(text, place, end) ? "number" : "word");
    } else if (char === "/" && !isLetter(text[place - 1]) && isLetter(text[place + 1])) {
      push(pathEnd(text, place + 1, to), "word");
    } else if (APOSTROPHES.has(char) && place > from && isLetter(text[place - 1])) {
      push(clipped(text, place, to), "mark");
    } else if (isSpace(char)) {
      place += 1;
    } else {
      const arrow = ARROWS.find((sign) => text.startsWith(sign, place));
      push(Math.min(to, place + (arrow?.length ?? 1)), "mark");
    }
  }
  return tokens;
}

/** Is this one character a letter, a digit or an accent? */
function isLetter(char: string | undefined): boolean {
  if (char === undefined) return false;
  const code = char.charCodeAt(0);
  if (code < 128)
    return (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123);
  return LETTER.test(char);
}

function isSpace(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\r" || char === "\u00a0";
}

function isDigits(text: string, from: number, to: number): boolean {
  for (let place = from; place < to; place += 1) {
    const code = text.charCodeAt(place);
    if ((code < 48 || code > 57) && code !== 46 && code !== 44 && code !== 58) return false;
  }
  return true;
}

function wordEnd(text: string, from: number, to: number): number {
  let end = from + 1;
  while (end < to) {
    const char = text[end] as string;
    if (isLetter(char)) end += 1;
    else if (end + 1 < to && isLetter(text[end + 1]) && INNER.has(char)) end += 2;
    else if (char === ":" && isDigits(text, from, end) && isDigits(text, end + 1, end + 2))
      end += 2;
    else if (APOSTROPHES.has(char) && isContraction(text, end, to)) end += 2;
    else return end;
  }
  return end;
}

/** `can't`, `o'clock`: an apostrophe inside a word, unless it starts an ending that is a word of its own. */
function isContraction(text: string, at: number, to: number): boolean {
  if (!isLetter(text[at + 1]) || at + 1 >= to) return false;
  return !CLITICS.has(text.slice(at + 1, wordRun(text, at + 1, to)).toLowerCase());
}

function wordRun(text: string, from: number, to: number): number {
  let end = from;
  while (end < to && end - from < 8 && isLetter(text[end])) end += 1;
  return end;
}

/** `'s` and its like as one token; a lone apostrophe is a mark. */
function clipped(text: string, from: number, to: number): number {
  const end = wordRun(text, from + 1, to);
  return CLITICS.has(text.slice(from + 1, end).toLowerCase()) ? end : from + 1;
}

function pathEnd(text: string, from: number, to: number): number {
  let end = from;
  while (end < to) {
    const char = text[end] as string;
    const goesOn = (char === "/" || INNER.has(char)) && isLetter(text[end + 1]);
    if (!isLetter(char) && !goesOn) return end;
    end += 1;
  }
  return end;
}

/** Up to the first character that an address cannot hold, without the punctuation after it. */
function linkEnd(text: string, from: number, to: number): number {
  let end = from;
  while (end < to && !isSpace(text[end] as string) && !'<>|"`)]}'.includes(text[end] as string)) {
    end += 1;
  }
  while (end > from && ".,;:!?'".includes(text[end - 1] as string)) end -= 1;
  return end;
}
