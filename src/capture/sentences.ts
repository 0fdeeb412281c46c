/** Where a sentence stands in its message. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** Words that end with a full stop inside a sentence. */
const ABBREVIATIONS = new Set(
  "e.g i.e eg ie etc vs approx ca cf al resp incl est no fig min max sec dept mr mrs ms dr st jan feb mar apr jun jul aug sep sept oct nov dec".split(
    " ",
  ),
);
/** Nobody writes longer sentences; logs and dumps do. */
const LONGEST = 2000;

/**
 * The sentences of a message: ended by a full stop, a question or exclamation mark, a line's end or a bullet.
 *
 * A line that goes on in the next (wrapped prose) is one sentence. Fenced code is left out. One pass.
 *
 * @example
 * ```ts
 * const text = "It broke at 10.30, e.g. in cart. Why?\n- the queue\n- the db";
 * sentencesOf(text).map(({ start, end }) => text.slice(start, end));
 * // => ["It broke at 10.30, e.g. in cart.", "Why?", "the queue", "the db"]
 * ```
 */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  let fenced = false;
  const close = (end: number) => {
    if (!fenced) pushTrimmed(found, text, start, end);
    start = end;
  };

  for (let place = 0; place < text.length; place += 1) {
    const char = text[place] as string;
    if (char === "`" && text.startsWith("```", place)) {
      close(place);
      fenced = !fenced;
      place += 2;
      start = place + 1;
    } else if (char === "\n" && endsLine(text, start, place)) {
      close(place);
    } else if ((char === "." || char === "!" || char === "?") && endsSentence(text, place)) {
      place = afterQuotes(text, place + 1) - 1;
      close(place + 1);
    } else if (place - start > LONGEST && isCut(text, place, start)) {
      close(place);
    }
  }
  close(text.length);
  return found;
}

/** A blank is a good place to cut; much later any place will do that splits no character. */
function isCut(text: string, place: number, start: number): boolean {
  if (text[place] === " ") return true;
  const code = text.charCodeAt(place);
  return place - start > 2 * LONGEST && (code < 0xdc00 || code > 0xdfff);
}

/** Bullets, quote marks and blanks at the edges do not belong to the sentence. */
function pushTrimmed(found: Sentence[], text: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && isEdge(text, start)) start += 1;
  while (start < end && isBlank(text[end - 1] as string)) end -= 1;
  if (start < end) found.push({ start, end });
}

function isEdge(text: string, place: number): boolean {
  const char = text[place] as string;
  if (isBlank(char) || char === "\u2022" || char === ">") return true;
  return (char === "-" || char === "*" || char === "#") && !isWordStart(text[place + 1]);
}

function isWordStart(char: string | undefined): boolean {
  return (
    char !== undefined &&
    !isBlank(char) &&
    char !== "-" &&
    char !== "*" &&
    char !== "#" &&
    char !== ">"
  );
}

function isBlank(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\r" || char === "\u00a0";
}

/** The place behind closing quotes and brackets. */
function afterQuotes(text: string, from: number): number {
  let next = from;
  while (
    next < text.length &&
    next < from + 2 &&
    "\"'\u201d\u2019)]".includes(text[next] as string)
  )
    next += 1;
  return next;
}

/** A stop ends a sentence when a blank, a quote or the text's end follows and no abbreviation precedes it. */
function endsSentence(text: string, place: number): boolean {
  const next = afterQuotes(text, place + 1);
  const after = text[next];
  if (after !== undefined && !isBlank(after)) return false;
  if (text[place] !== ".") return true;
  let begin = place;
  while (begin > 0 && place - begin < 8 && !isBlank(text[begin - 1] as string)) begin -= 1;
  const word = text.slice(begin, place).replace("(", "").toLowerCase();
  if (word.length === 1 && word >= "a" && word <= "z") return false;
  return !ABBREVIATIONS.has(word);
}

/** A line's end is a sentence's end unless a long line of prose goes on in lower case. */
function endsLine(text: string, start: number, place: number): boolean {
  const next = text[place + 1];
  if (next === undefined || next === "\n" || next === "\r") return true;
  const wrapped = place - lineStart(text, start, place) > 50 && next >= "a" && next <= "z";
  return !wrapped;
}

function lineStart(text: string, start: number, place: number): number {
  const before = text.lastIndexOf("\n", place - 1);
  return Math.max(start, before + 1);
}
