import type { Coupling, Strength } from "../model/dependency.ts";

/** One message of a thread, as capture reads it. */
export interface ThreadLine {
  readonly author: string;
  readonly text: string;
}

/** One end of a captured dependency: a component of the lexicon, or a name that it does not hold. */
export type End = { readonly known: string } | { readonly new: string };

/** A dependency, or its removal, as somebody wrote it down. */
export interface CapturedDependency {
  readonly change: "add" | "remove";
  readonly consumer: End;
  readonly provider: End;
  readonly coupling: Coupling;
  /** Only where the text says how much harm the provider's failure does. */
  readonly strength?: Strength;
  /** 0 to 1. */
  readonly confidence: number;
  /** The sentence, word for word. */
  readonly quote: string;
  /** The message it stands in, counted from 0. */
  readonly message: number;
  /** The rule that read it, in words. */
  readonly because: string;
}

/** One text for equal ends, whatever their letters' case. */
export function endKey(end: End): string {
  return "known" in end ? `known ${end.known}` : `new ${end.new.toLowerCase()}`;
}
