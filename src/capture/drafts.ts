import type { ClosedClass, FixedPhrase } from "./closed-words.ts";
import type { Token } from "./tokens.ts";
import type { VerbReading } from "./verbs.ts";

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

/** A draft: closed words are settled, words that may be verbs are not. */
export interface Draft {
  class: ItemClass;
  readonly first: Token;
  readonly last: Token;
  readonly lower: string;
  readonly mention?: string;
  verb?: VerbReading;
}
