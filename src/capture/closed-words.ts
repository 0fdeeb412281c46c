/** What a small, closed-class word does in a sentence. */
export type ClosedClass =
  | "det"
  | "poss"
  | "prep"
  | "sub"
  | "rel"
  | "and"
  | "aux"
  | "modal"
  | "neg"
  | "adv"
  | "pron"
  | "people"
  | "particle"
  | "to"
  | "hedge"
  | "discourse";

const WORDS: Readonly<Record<ClosedClass, string>> = {
  det: "a an the this that these those each every any some all both no another other several many most multiple various few certain half such same one two three",
  poss: "our its their his her my your 's",
  prep: "of in on at with from by into onto via through throughout over under against between within across during per about upon behind like near inside outside towards toward among beyond beneath atop despite except including concerning regarding than versus vs without for following using",
  sub: "because since when whenever while if unless until till although though whereas once after before as so therefore hence thus whether",
  rel: "which who whom whose where",
  and: "and or nor plus &",
  aux: "is are was were be been being am 's 're has have had having do does did 've 'm isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't",
  modal:
    "can could will would should must may might shall cannot can't couldn't won't wouldn't shouldn't mustn't 'd 'll ought",
  neg: "not n't never neither",
  adv: "also only just still already then again even now currently previously later soon often always usually normally sometimes yet ever almost nearly very too quite rather instead together there here however otherwise meanwhile moreover furthermore additionally afterwards eventually further else well once-more alone twice much more most-of less least first-of far enough indeed actually really basically apparently obviously",
  pron: "it itself they them themselves this-one he she him ones something anything everything nothing itself",
  people: "we us i you me everyone somebody someone nobody anyone people ourselves who-people",
  particle: "down up out off back away over",
  to: "to",
  hedge: "maybe perhaps possibly presumably supposedly hypothetically",
  discourse: "but ok okay hmm yes yeah yep hi hey fyi btw oh",
};

const CLASS_OF: ReadonlyMap<string, ClosedClass> = new Map(
  (Object.entries(WORDS) as [ClosedClass, string][])
    .toReversed()
    .flatMap(([name, words]) =>
      words.split(" ").map((word): [string, ClosedClass] => [word, name]),
    ),
);

/** The class of a closed-class word; undefined for nouns, verbs, adjectives and names. */
export function closedClassOf(word: string): ClosedClass | undefined {
  return CLASS_OF.get(word);
}

const NEGATED = new Set(["not", "never", "neither", "cannot", "n't"]);

/** Does the word deny, by itself or by its ending? */
export function denies(word: string): boolean {
  return NEGATED.has(word) || word.endsWith("n't");
}

/** A run of words that acts as one, and what it acts as. */
export interface FixedPhrase {
  readonly words: readonly string[];
  readonly acts: ClosedClass | "because" | "thus" | "such-as" | "instead" | "no-longer";
  readonly as: string;
}

const PHRASES: readonly [string, FixedPhrase["acts"]][] = [
  ["due to", "because"],
  ["because of", "because"],
  ["as a result of", "because"],
  ["as a consequence of", "because"],
  ["as a direct result of", "because"],
  ["owing to", "because"],
  ["thanks to", "because"],
  ["on account of", "because"],
  ["in response to", "because"],
  ["in the wake of", "because"],
  ["down to", "prep"],
  ["given that", "sub"],
  ["now that", "sub"],
  ["as soon as", "sub"],
  ["as long as", "sub"],
  ["even though", "sub"],
  ["in case", "sub"],
  ["so that", "sub"],
  ["as a result", "thus"],
  ["as a consequence", "thus"],
  ["in consequence", "thus"],
  ["consequently", "thus"],
  ["in turn", "adv"],
  ["of course", "adv"],
  ["for example", "adv"],
  ["for instance", "adv"],
  ["at the time", "adv"],
  ["in particular", "adv"],
  ["in addition", "adv"],
  ["at least", "adv"],
  ["such as", "such-as"],
  ["for example", "such-as"],
  ["as well as", "and"],
  ["along with", "and"],
  ["together with", "and"],
  ["in addition to", "and"],
  ["but also", "and"],
  ["and/or", "and"],
  ["instead of", "instead"],
  ["rather than", "instead"],
  ["in place of", "instead"],
  ["in favour of", "instead"],
  ["in favor of", "instead"],
  ["other than", "instead"],
  ["apart from", "instead"],
  ["except for", "instead"],
  ["unlike", "instead"],
  ["no longer", "no-longer"],
  ["not anymore", "no-longer"],
  ["in order to", "to"],
  ["so as to", "to"],
  ["on top of", "prep"],
  ["in front of", "prep"],
  ["out of", "prep"],
  ["according to", "prep"],
  ["prior to", "prep"],
  ["up to", "prep"],
  ["next to", "prep"],
  ["by means of", "prep"],
  ["on behalf of", "prep"],
];

const BY_FIRST: ReadonlyMap<string, readonly FixedPhrase[]> = Map.groupBy(
  PHRASES.map(([text, acts]): FixedPhrase => ({ words: text.split(" "), acts, as: text })).toSorted(
    (a, b) => b.words.length - a.words.length,
  ),
  ({ words }) => words[0] ?? "",
);

/** The longest fixed phrase that begins at a place. */
export function fixedPhraseAt(
  wordAt: (ahead: number) => string | undefined,
): FixedPhrase | undefined {
  const candidates = BY_FIRST.get(wordAt(0) ?? "") ?? [];
  return candidates.find(({ words }) => words.every((word, ahead) => wordAt(ahead) === word));
}
