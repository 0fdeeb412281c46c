import type { NounChunk } from "./chunks.ts";
import type { End } from "./captured.ts";
import type { Item } from "./items.ts";
import { newNameOf } from "./new-names.ts";
import { senseOf, type NounSense } from "./nouns.ts";
import { singular } from "./singular.ts";
import { isOrdinary } from "./ordinary-words.ts";
import { isStoreProduct } from "./products.ts";

/** A system that a phrase speaks of, and as what: itself, a fault of it, work on it. */
export interface Ref {
  readonly end: End;
  readonly via: "self" | "fault" | "content" | "traffic" | "work" | "about";
  /** The phrase in which it stands. */
  readonly phrase: string;
  /** Reached through a pronoun or a general word. */
  readonly indirect?: boolean;
  /** A thing of its own that belongs to another: the `ledger` of `ledger queue`. */
  readonly owner?: End;
  readonly coupling?: "data";
}

/** What kind of thing a noun phrase speaks of. */
export interface PhraseReading {
  readonly sort: "system" | "people" | "pronoun" | "generic" | "other";
  readonly ref?: Ref;
  /** Its last noun, in lower case. */
  readonly head: string;
  readonly sense: NounSense | undefined;
  /** Whose it is: the `checkout` of `checkout's database`. */
  readonly possessor?: Ref;
  readonly plural: boolean;
  readonly definite: boolean;
  /** The words that would name a component that nobody knows, where a strong verb asks for one. */
  readonly plainName?: string;
}

/** Reads a noun phrase: the last name in it, and what its last noun makes of that name. */
export function readPhrase({ items }: NounChunk): PhraseReading {
  const first = items[0] as Item;
  if (first.class === "pron") return pronoun(first);
  if (first.class === "people")
    return { sort: "people", head: first.lower, sense: "people", plural: true, definite: true };
  const cut = lastPossessive(items);
  const owned = cut < 0 ? items : items.slice(cut + 1);
  const reading = readPlain(owned, first.lower);
  if (cut < 0) return reading;
  const owner = readPlain(items.slice(0, cut), first.lower).ref;
  if (!owner || owner.via !== "self") return reading;
  if (reading.ref) return { ...reading, possessor: owner };
  const via = viaOf(reading.sense);
  return {
    ...reading,
    sort: "system",
    possessor: owner,
    ref: { ...owner, via, phrase: wordsOf(items) },
  };
}

function pronoun({ lower }: Item): PhraseReading {
  const plural = ["they", "them", "these", "those", "both", "all", "themselves", "some"].includes(
    lower,
  );
  return { sort: "pronoun", head: lower, sense: undefined, plural, definite: true };
}

function lastPossessive(items: readonly Item[]): number {
  for (let place = items.length - 2; place > 0; place -= 1) {
    const item = items[place] as Item;
    if (item.class === "poss" && (item.lower === "'s" || item.lower === "'")) return place;
  }
  return -1;
}

function readPlain(items: readonly Item[], determiner: string): PhraseReading {
  const words = items.filter(
    ({ class: itemClass }) =>
      itemClass === "noun" || itemClass === "mention" || itemClass === "num",
  );
  const head = words.at(-1);
  const sense = head && head.class === "noun" ? senseOfPair(words.at(-2), head) : undefined;
  const shared = {
    head: head?.lower ?? "",
    sense,
    plural: (head?.lower.endsWith("s") ?? false) && !head?.lower.endsWith("ss"),
    definite: ["the", "this", "that", "these", "those", "our", "its", "their"].includes(determiner),
  };
  if (!head) return { sort: "other", ...shared };
  if (sense === "people") return { sort: "people", ...shared, ...usersOf(words) };
  const ref = knownRef(words, sense) ?? newRef(words, sense);
  if (ref) return { sort: "system", ref, ...shared };
  const plain = plainNameOf(words, sense);
  const generic = (sense === "part" || sense === "own") && words.length <= 2;
  return {
    sort: generic ? "generic" : "other",
    ...shared,
    ...(plain === undefined ? {} : { plainName: plain }),
  };
}

/** `connection pool` is traffic, whatever a pool is. */
function senseOfPair(before: Item | undefined, head: Item): NounSense | undefined {
  const modifier = before?.class === "noun" && TRAFFIC_WORDS.has(before.lower);
  return modifier && (head.lower === "pool" || head.lower === "pools" || head.lower === "attempts")
    ? "traffic"
    : senseOf(head.lower);
}

const TRAFFIC_WORDS = new Set(["connection", "request", "query", "read", "write", "call", "login"]);

/** `ledger users`: people, and the system that they use. */
function usersOf(words: readonly Item[]): { possessor?: Ref } {
  const name = words.at(-2);
  if (name?.mention === undefined || senseOf(words.at(-1)?.lower ?? "") !== "people") return {};
  if (!["users", "user", "customers", "clients"].includes(words.at(-1)?.lower ?? "")) return {};
  return { possessor: { end: { known: name.mention }, via: "self", phrase: wordsOf(words) } };
}

function knownRef(words: readonly Item[], sense: NounSense | undefined): Ref | undefined {
  const at = words.findLastIndex((word) => word.mention !== undefined && !isWeak(words, word));
  const word = words[at];
  if (!word || word.mention === undefined) return undefined;
  const end: End = { known: word.mention };
  const phrase = wordsOf(words);
  const after = words.slice(at + 1);
  if (after.length === 0) return { end, via: "self", phrase };
  const own = after.findLastIndex(({ lower }) => OWNED.has(singular(lower)));
  if (
    own >= 0 &&
    !isStoreProduct(word.lower) &&
    after.slice(0, own).every(({ class: itemClass }) => itemClass === "noun")
  ) {
    const name = wordsOf(words.slice(at, at + own + 2));
    return {
      end: { new: name },
      via: viaOf(own === after.length - 1 ? "part" : sense),
      phrase,
      owner: end,
    };
  }
  return { end, via: viaOf(sense), phrase };
}

/** What a system may have to itself; a `ledger gateway` or `ledger controller` is rather the ledger. */
const OWNED = new Set(
  "queue topic table dataset index database db datastore bucket cache".split(" "),
);

/** A common word that happens to be a name counts only where it stands as one. */
function isWeak(words: readonly Item[], word: Item): boolean {
  if (!isOrdinary(word.lower) || word.text !== word.lower || word.text.includes(" ") || word.code)
    return false;
  const next = words[words.indexOf(word) + 1];
  if (!next) return false;
  const sense = senseOf(next.lower);
  return sense === undefined || sense === "abstract" || sense === "people" || sense === "work";
}

function newRef(words: readonly Item[], sense: NounSense | undefined): Ref | undefined {
  const name = newNameOf(words, sense);
  return name === undefined
    ? undefined
    : { end: { new: name }, via: "self", phrase: wordsOf(words) };
}

function plainNameOf(words: readonly Item[], sense: NounSense | undefined): string | undefined {
  if (sense !== undefined || words.some(({ class: itemClass }) => itemClass === "num"))
    return undefined;
  return words.length <= 3 ? wordsOf(words) : undefined;
}

function viaOf(sense: NounSense | undefined): Ref["via"] {
  if (sense === "part" || sense === "own") return "self";
  if (sense === "fault" || sense === "content" || sense === "traffic" || sense === "work")
    return sense;
  return "about";
}

/** The words of some items as they stand in the text, with what stands between them. */
export function wordsOf(items: readonly Item[]): string {
  const first = items[0];
  return first ? first.source.slice(first.start, items.at(-1)?.end) : "";
}
