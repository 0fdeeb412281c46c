import { closedClassOf } from "./closed-words.ts";
import { tokensOf } from "./tokens.ts";
import { verbReadings } from "./verbs.ts";

/** How a sentence is meant, as a whole. */
export type Stance =
  | {
      readonly kind: "says";
      /** Less than 1 when the writer only believes it. */ readonly sure: number;
    }
  | { readonly kind: "asks" }
  | { readonly kind: "doubts" }
  | { readonly kind: "plans" };

/** Runs of words with which people doubt, wonder or rule out. */
const DOUBTS = phrases(`
maybe|perhaps|possibly|presumably|hypothetically|not sure|unsure|not certain|i wonder|wondering|whether|wonder if|i doubt|no idea|could be a|could be an|could be the|could be related|could be due|could be because|could be that|could be something|might be|may be
may have|might have|could have been|don't think|doesn't think|didn't think|can't see how|cannot see how|red herring|unrelated|not related|nothing to do with
coincidence|coincidental|coincidentally|no evidence|ruled out|ruling out|rule out|separate issue|separate from|not connected|no connection|independent of
independently of|does not appear|doesn't appear|doesn't seem|does not seem|no relation|hypothesis|hypotheses|theory|speculate|speculation|suspicion is
what if|suppose|imagine|suspect|suspected|suspecting|we believed|we assumed|initially thought|at first we|first thought|originally thought|we thought|thought it was|in theory|theoretically|would have|if we had|if it had|could it|could they|could this`);
/** Runs of words with which people plan or propose. */
const PLANS = phrases(`
we should|we could|we might|we may|we will|we'll|we would|we'd|i will|i'll|i'd|let's|lets|going to|plan to|plans to|planning to|planned|want to|wants to|need to add|need to move
needs to be|should be|should not|shouldn't|should have|should we|ought to|proposal is|proposal to|propose|proposing|proposed|recommend|recommend that|recommendation is|our recommendation|suggest|suggestion is
action item|action items|todo|to do|next steps|next step|long term|long-term|in the future|in future|consider|considering|investigate whether|explore
looking into|look into|roadmap|backlog item|will be|won't be|intend to|aim to|can we|could we|how about|why not|ticket raised|ticket created|feature request|better to|discussed|decided against|considered|thought about|debated|talked about`);
/** Runs of words with which people believe. */
const BELIEFS = phrases(`
i think|i believe|i guess|i suspect|we think|we believe|afaik|iirc|i assume|probably|likely|it seems|seems like|seemed|looks like|looked like|appears to|appeared to|apparently|my understanding`);

/** The first words of a sentence that tell somebody to do something later. */
const ORDERS = new Set(
  `add adopt audit automate avoid build change check configure consider create decouple define deploy deprecate design document enable ensure establish
   evaluate explore extend fix harden identify implement improve increase instrument introduce investigate make migrate minimise minimize mitigate move
   plan prevent provide reduce refactor remove replace rethink review revisit rework route separate set split stop switch test track tune update
   upgrade use validate verify write`.split(/\s+/u),
);

/**
 * How a sentence is meant: said, asked, doubted or planned.
 *
 * @example
 * ```ts
 * ["The cart uses Redis.", "Does the cart use Redis?", "Maybe it uses Redis.", "Make the cart use Redis."].map((text) => stanceOf(text).kind);
 * // => ["says", "asks", "doubts", "plans"]
 * ```
 */
export function stanceOf(sentence: string): Stance {
  const words = tokensOf(sentence).map(({ lower }) => lower);
  if (words.at(-1) === "?" || words.at(-2) === "?") return { kind: "asks" };
  if (holds(words, DOUBTS)) return { kind: "doubts" };
  const opening = words.find(
    (word) =>
      word !== "please" &&
      word !== "to" &&
      word !== ":" &&
      word !== "-" &&
      word !== "[" &&
      word !== "]",
  );
  if (holds(words, PLANS) || isOrder(words, opening)) return { kind: "plans" };
  return { kind: "says", sure: holds(words, BELIEFS) ? 0.85 : 1 };
}

/** `Add a fallback …`, but not `Add-ons fail` nor `Use of X …`. */
function isOrder(words: readonly string[], opening: string | undefined): boolean {
  if (opening === undefined || !ORDERS.has(opening)) return false;
  const rest = words.slice(words.indexOf(opening) + 1);
  if (ORDERED.has(rest[0] ?? "")) return true;
  const finite = (word: string) =>
    closedClassOf(word) === "aux" ||
    verbReadings(word).some(({ form }) => form === "s" || form === "past");
  return rest.length > 0 && rest[0] !== "of" && !rest.some(finite);
}

/** What follows an order rather than the name of a team or a farm. */
const ORDERED = new Set(
  "the a an our all any more each every this that these those its their some better additional how whether if up new".split(
    " ",
  ),
);

/** Does the sentence agree with the one before it, and say nothing else? */
export function agrees(sentence: string): boolean {
  const words = tokensOf(sentence)
    .map(({ lower }) => lower)
    .filter((word) => word !== "." && word !== "," && word !== "!");
  const first = words[0] ?? "";
  return (
    [
      "yes",
      "yep",
      "yeah",
      "correct",
      "indeed",
      "exactly",
      "confirmed",
      "right",
      "yup",
      "+1",
    ].includes(first) &&
    (words.length < 4 || first !== "right")
  );
}

/** Does the sentence take back what its author said before? */
export function takesBack(sentence: string): boolean {
  return holds(
    tokensOf(sentence).map(({ lower }) => lower),
    RETRACTIONS,
  );
}

const RETRACTIONS = phrases(`
i was wrong|we were wrong|scratch that|ignore that|ignore my|never mind|nevermind|my mistake|i misspoke|i stand corrected|was mistaken|were mistaken|that was wrong|that's wrong|that is wrong|not true|turned out to be wrong|turned out not|disregard`);

function phrases(text: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const all = text
    .split(/[|\n]/u)
    .filter((phrase) => phrase !== "")
    .map((phrase) => tokensOf(phrase).map(({ lower }) => lower));
  return Map.groupBy(all, (words) => words[0] ?? "");
}

function holds(
  words: readonly string[],
  table: ReadonlyMap<string, readonly (readonly string[])[]>,
): boolean {
  return words.some((word, at) =>
    (table.get(word) ?? []).some((phrase) =>
      phrase.every((part, ahead) => words[at + ahead] === part),
    ),
  );
}
