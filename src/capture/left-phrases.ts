import { listRight } from "./noun-lists.ts";
import type { Ref } from "./refs.ts";
import { isPhraseEnd, type Scene } from "./scene.ts";

/** Who does it: systems, or people, or nobody that can be told. */
export interface Subject {
  readonly refs: readonly Ref[];
  readonly people: boolean;
  /** The first place of its noun phrases; undefined when it stands nowhere in this sentence. */
  readonly first?: number;
  /** The words of a subject without a name, where a strong verb asks for one. */
  readonly plain?: string;
  /** `ledger users`: the system whose people they are. */
  readonly usersOf?: Ref;
}

export const NOBODY: Subject = { refs: [], people: false };

/** Through these, a head noun without a name stands for the system after them: `the pods of X`, `errors in X`. */
const STANDS_FOR = new Set([
  "of",
  "in",
  "on",
  "from",
  "at",
  "for",
  "within",
  "across",
  "to",
  "inside",
  "with",
]);

/** The list that ends at a phrase, with the systems for which its head stands. */
export function phraseLeft(scene: Scene, from: number): Subject {
  let last = scene.chunks[from]?.kind === "aside" ? from - 1 : from;
  let own = listLeft(scene, last);
  let standIn: Subject | undefined;
  for (;;) {
    const first = own.first ?? last;
    const preposition = scene.chunks[first - 1];
    if (preposition?.kind !== "prep" || !isPhraseEnd(scene, first - 2)) break;
    const isKnown = own.refs.some(({ end }) => "known" in end);
    if (isKnown && STANDS_FOR.has(preposition.word)) standIn = own;
    last = scene.chunks[first - 2]?.kind === "aside" ? first - 3 : first - 2;
    own = listLeft(scene, last);
  }
  const described = beforeParticiple(scene, own.first ?? last);
  if (described !== undefined && standIn === undefined) return phraseLeft(scene, described);
  const whose = whoseOf(scene, last);
  if (whose !== undefined) return phraseLeft(scene, whose);
  if (own.refs.length > 0 || own.people || !standIn) return own;
  return { ...standIn, first: own.first ?? last };
}

/** `customers with tenants hosted in X`: the phrase that a bare participle describes, seen from its complement. */
function beforeParticiple(scene: Scene, at: number): number | undefined {
  const verb = scene.chunks[at - 2];
  if (scene.chunks[at - 1]?.kind !== "prep" || verb?.kind !== "verb" || verb.lead !== "participle")
    return undefined;
  return isPhraseEnd(scene, at - 3) ? at - 3 : undefined;
}

/** `X, whose snapshots …`: X. */
function whoseOf(scene: Scene, at: number): number | undefined {
  const chunk = scene.chunks[at];
  if (chunk?.kind !== "np" || chunk.items[0]?.lower !== "whose") return undefined;
  const before = scene.chunks[at - 1]?.kind === "comma" ? at - 2 : at - 1;
  return isPhraseEnd(scene, before) ? before : undefined;
}

/** A phrase by itself, without the list in which it may stand. */
export function nearPhrase(scene: Scene, at: number): Subject {
  return asSubject(scene, at, at);
}

/** The phrases of a list to the left: `A, B and C`, never past a verb or a preposition. */
function listLeft(scene: Scene, at: number): Subject {
  let first = at;
  let joined = false;
  for (;;) {
    let joint = first - 1;
    let and = false;
    while (scene.chunks[joint]?.kind === "and" || scene.chunks[joint]?.kind === "comma") {
      and ||= scene.chunks[joint]?.kind === "and";
      joint -= 1;
    }
    if (joint === first - 1 || !isPhraseEnd(scene, joint) || (!and && !joined)) break;
    if (isComplement(scene, scene.chunks[joint]?.kind === "aside" ? joint - 1 : joint)) break;
    joined = true;
    first = scene.chunks[joint]?.kind === "aside" ? joint - 1 : joint;
  }
  return asSubject(scene, first, at);
}

/** Does a phrase complete a verb before it? Then `and` after it joins clauses: `reads from A and B fails`. */
function isComplement(scene: Scene, at: number): boolean {
  const before =
    scene.chunks[at - 1]?.kind === "prep" ? scene.chunks[at - 2] : scene.chunks[at - 1];
  return before?.kind === "verb" && before.lead !== "to" && before.lead !== "ing";
}

/** The list from one phrase to another as a subject. */
export function asSubject(scene: Scene, first: number, last: number): Subject {
  const list = listRight(scene, first, { upTo: last });
  const reading = scene.readings[last];
  const people = list.refs.length === 0 && list.readings.some(({ sort }) => sort === "people");
  const plain =
    list.refs.length === 0 && list.readings.length === 1 ? reading?.plainName : undefined;
  return {
    refs: list.refs,
    people,
    first,
    ...(plain === undefined ? {} : { plain }),
    ...(people && reading?.possessor ? { usersOf: reading.possessor } : {}),
  };
}
