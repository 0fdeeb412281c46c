import type { Item } from "./items.ts";
import { verbGroupAt, type VerbChunk } from "./verb-groups.ts";

/** A noun phrase: what stands between verbs, prepositions and marks. */
export interface NounChunk {
  readonly kind: "np";
  readonly items: readonly Item[];
}

/** A word that joins or divides: its class, and the word. */
interface JointChunk {
  readonly kind:
    | "prep"
    | "and"
    | "comma"
    | "rel"
    | "sub"
    | "because"
    | "thus"
    | "such-as"
    | "instead"
    | "break"
    | "arrow"
    | "particle";
  readonly word: string;
}

/** What stands between brackets, with what it is about before it. */
interface AsideChunk {
  readonly kind: "aside";
  readonly chunks: readonly Chunk[];
}

export type Chunk = NounChunk | VerbChunk | JointChunk | AsideChunk;

const IN_PHRASE = new Set(["det", "poss", "noun", "mention", "num"]);
const JOINTS = new Set([
  "prep",
  "and",
  "comma",
  "rel",
  "sub",
  "because",
  "thus",
  "such-as",
  "instead",
  "break",
  "arrow",
  "particle",
]);

/** Groups a sentence's items into phrases, verb groups, joints and asides. One pass. */
export function chunksOf(items: readonly Item[]): Chunk[] {
  const stack: Chunk[][] = [[]];
  let place = 0;
  while (place < items.length) {
    const item = items[place] as Item;
    const chunks = stack.at(-1) as Chunk[];
    const verb = verbGroupAt(items, place);
    if (verb) {
      chunks.push(verb.chunk);
      place = verb.next;
      continue;
    }
    if (IN_PHRASE.has(item.class) || item.class === "pron" || item.class === "people") {
      const end = phraseEnd(items, place);
      chunks.push({ kind: "np", items: items.slice(place, end) });
      place = end;
      continue;
    }
    place += 1;
    if (item.class === "open" && stack.length < 4) stack.push([]);
    else if (item.class === "close" && stack.length > 1) closeAside(stack);
    else if (
      item.class === "particle" &&
      (item.lower === "off" || item.lower === "over") &&
      isNounNext(items[place])
    ) {
      chunks.push({ kind: "prep", word: item.lower });
    } else if (JOINTS.has(item.class)) {
      chunks.push({ kind: item.class as JointChunk["kind"], word: item.lower });
    } else if (item.class === "to") chunks.push({ kind: "prep", word: "to" });
  }
  while (stack.length > 1) closeAside(stack);
  return stack[0] as Chunk[];
}

function isNounNext(item: Item | undefined): boolean {
  return item !== undefined && IN_PHRASE.has(item.class);
}

function closeAside(stack: Chunk[][]): void {
  const chunks = stack.pop() ?? [];
  stack.at(-1)?.push({ kind: "aside", chunks });
}

/** A phrase ends before a new determiner, a pronoun, or anything that is no noun. */
function phraseEnd(items: readonly Item[], from: number): number {
  const first = items[from] as Item;
  if (first.class === "pron" || first.class === "people") return from + 1;
  let end = from + 1;
  let nouns = first.class === "det" || first.class === "poss" ? 0 : 1;
  while (end < items.length) {
    const item = items[end] as Item;
    if (item.class === "adv" && nouns === 0) {
      end += 1;
      continue;
    }
    if (!IN_PHRASE.has(item.class)) break;
    if (nouns > 0 && item.class === "det") break;
    if (nouns > 0 && item.class === "poss" && item.lower !== "'s" && item.lower !== "'") break;
    if (item.class === "noun" || item.class === "mention" || item.class === "num") nouns += 1;
    end += 1;
  }
  return end;
}
