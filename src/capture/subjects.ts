import type { VerbChunk } from "./verb-groups.ts";
import type { Ref } from "./refs.ts";
import { listRight, REACH, resolve, unique, type Scene } from "./scene.ts";

/** Who does it: systems, or people, or nobody that can be told. */
export interface Subject {
  readonly refs: readonly Ref[];
  readonly people: boolean;
  /** The first place of its noun phrases; undefined when it stands nowhere in this sentence. */
  readonly first?: number;
  /** The words of a subject without a name, where a strong verb asks for one. */
  readonly plain?: string;
  /** Its head noun. */
  readonly head?: string;
}

const NOBODY: Subject = { refs: [], people: false };
/** After `X made Y …`, it is Y that does what follows. */
const GIVES_OBJECT_CONTROL = new Set(
  "allow cause force enable require configure make let lead get tell instruct prevent need expect ask rely depend leave help trigger see".split(
    " ",
  ),
);
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

/** The subject of the verb at a place. */
export function subjectOf(scene: Scene, at: number, depth = 0): Subject {
  const verb = scene.chunks[at] as VerbChunk;
  if (depth > 4) return NOBODY;
  const before = at - 1;
  const previous = scene.chunks[before];
  if (!previous)
    return scene.host.length > 0
      ? { refs: scene.host, people: false }
      : forwardSubject(scene, at, depth);
  if (verb.lead === "to" || verb.lead === "ing") return controlledSubject(scene, at, depth);

  switch (previous.kind) {
    case "rel":
      return antecedentOf(scene, before);
    case "and":
      return governingSubject(scene, before, depth);
    case "np":
      return phraseLeft(scene, before);
    case "aside":
      return scene.chunks[before - 1]?.kind === "np" ? phraseLeft(scene, before - 1) : NOBODY;
    case "comma":
      return afterInsertion(scene, before, depth);
    case "prep":
    case "because":
    case "instead":
      return governingSubject(scene, before, depth);
    default:
      return NOBODY;
  }
}

/** The subject of the nearest verb to the left. */
function governingSubject(scene: Scene, from: number, depth: number): Subject {
  const verb = verbBefore(scene, from);
  return verb === undefined
    ? forwardSubject(scene, from, depth)
    : subjectOf(scene, verb, depth + 1);
}

export function verbBefore(scene: Scene, from: number): number | undefined {
  for (let at = from; at >= Math.max(0, from - REACH); at -= 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "verb") return at;
    if (chunk?.kind === "break") return undefined;
  }
  return undefined;
}

/** `to read …`, `reading …`: the object of a causing verb, else whoever does the main verb. */
function controlledSubject(scene: Scene, at: number, depth: number): Subject {
  const verb = scene.chunks[at] as VerbChunk;
  const previous = scene.chunks[at - 1];
  if (previous?.kind === "np") {
    const own = phraseLeft(scene, at - 1);
    const governor = verbBefore(scene, at - 2);
    const governing = governor === undefined ? undefined : (scene.chunks[governor] as VerbChunk);
    if (verb.lead === "ing") {
      if (own.refs.length > 0 || own.people) return own;
      return governor === undefined ? own : subjectOf(scene, governor, depth + 1);
    }
    if (
      (own.refs.length > 0 || own.people) &&
      (!governing || GIVES_OBJECT_CONTROL.has(governing.lemma) || isDependencyNoun(scene, at - 1))
    )
      return own;
    if (governor !== undefined) {
      const main = subjectOf(scene, governor, depth + 1);
      if (main.refs.length > 0 || main.people) return main;
    }
    return own;
  }
  if (previous?.kind === "rel") return antecedentOf(scene, at - 1);
  const governor = verbBefore(scene, at - 1);
  if (previous?.kind === "prep" && previous.word === "from" && governor !== undefined) {
    const prevents = ["prevent", "stop", "block", "keep"].includes(
      (scene.chunks[governor] as VerbChunk).lemma,
    );
    if (prevents) return scene.chunks[at - 2]?.kind === "np" ? phraseLeft(scene, at - 2) : NOBODY;
  }
  if (governor === undefined) {
    const near = nearestSystem(scene, at - 1);
    return near.refs.length > 0 ? near : forwardSubject(scene, at, depth);
  }
  const main = subjectOf(scene, governor, depth + 1);
  if (main.refs.length > 0) return main;
  if (previous?.kind === "prep" || previous?.kind === "sub") {
    const near = nearestSystem(scene, at - 1);
    if (near.refs.length > 0) return near;
  }
  return main;
}

/** `has a dependency on X to read Y`: X reads. */
function isDependencyNoun(scene: Scene, at: number): boolean {
  return (
    scene.chunks[at - 1]?.kind === "prep" &&
    ["dependency", "reliance"].includes(scene.readings[at - 2]?.head ?? "")
  );
}

/** `errors in X when calling`: the nearest system to the left, in the same clause. */
function nearestSystem(scene: Scene, from: number): Subject {
  for (let at = from; at >= Math.max(0, from - REACH); at -= 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "break" || chunk?.kind === "verb") return NOBODY;
    const refs = resolve(scene, at);
    if (refs.length > 0) return phraseLeft(scene, at);
  }
  return NOBODY;
}

/** `When calling Y, X fails`: the subject after the comma. */
function forwardSubject(scene: Scene, from: number, depth: number): Subject {
  const end = Math.min(scene.chunks.length, from + REACH);
  for (let at = from + 1; at < end; at += 1) {
    if (scene.chunks[at]?.kind !== "comma" || scene.chunks[at + 1]?.kind !== "np") continue;
    const verb = scene.chunks.findIndex((chunk, place) => place > at && chunk.kind === "verb");
    return verb < 0 ||
      depth > 3 ||
      ((scene.chunks[verb] as VerbChunk).lead !== "finite" &&
        (scene.chunks[verb] as VerbChunk).lead !== "participle")
      ? NOBODY
      : subjectOf(scene, verb, depth + 2);
  }
  return NOBODY;
}

/** What `which` and `that` mean: the phrase before them. */
export function antecedentOf(scene: Scene, rel: number): Subject {
  let at = rel - 1;
  while (
    scene.chunks[at]?.kind === "comma" ||
    scene.chunks[at]?.kind === "aside" ||
    (scene.chunks[at]?.kind === "prep" && at === rel - 1)
  )
    at -= 1;
  if (scene.readings[at]?.sort === "pronoun") return NOBODY;
  if (scene.chunks[at]?.kind === "np") {
    const near = refsLeft(scene, at);
    return near.refs.length > 0 ? near : phraseLeft(scene, at);
  }
  if (at < 0 && scene.memory.subjects.length > 0 && rel === 0)
    return { refs: scene.memory.subjects, people: false };
  return NOBODY;
}

/** `X, which runs on Y, fails`: the phrase before the insertion. */
function afterInsertion(scene: Scene, comma: number, depth: number): Subject {
  for (let at = comma - 1; at >= Math.max(1, comma - REACH); at -= 1) {
    if (scene.chunks[at]?.kind !== "comma") continue;
    const opener = scene.chunks[at + 1];
    const inserts =
      opener?.kind === "rel" ||
      opener?.kind === "verb" ||
      opener?.kind === "such-as" ||
      opener?.kind === "sub";
    if ((inserts || opener?.kind === "np") && scene.chunks[at - 1]?.kind === "np")
      return phraseLeft(scene, at - 1);
  }
  return governingSubject(scene, comma, depth);
}

/** The list that ends at a phrase, with the systems for which its head stands. */
function phraseLeft(scene: Scene, at: number): Subject {
  let head = at;
  let standIn: Subject | undefined;
  while (scene.chunks[head - 1]?.kind === "prep" && isPhraseEnd(scene, head - 2)) {
    const preposition = scene.chunks[head - 1];
    const list = refsLeft(scene, head);
    if (list.refs.length > 0 && preposition?.kind === "prep" && STANDS_FOR.has(preposition.word))
      standIn = list;
    head = scene.chunks[head - 2]?.kind === "aside" ? head - 3 : head - 2;
  }
  const outer = beforeReduced(scene, head);
  if (outer !== undefined && standIn === undefined) return phraseLeft(scene, outer);
  const own = refsLeft(scene, head);
  if (own.refs.length > 0 || own.people) return own;
  return standIn ? { ...standIn, ...(own.head === undefined ? {} : { head: own.head }) } : own;
}

/** `customers with tenants hosted in X`: the phrase that a bare participle describes, seen from its complement. */
function beforeReduced(scene: Scene, at: number): number | undefined {
  const preposition = scene.chunks[at - 1];
  const verb = scene.chunks[at - 2];
  if (preposition?.kind !== "prep" || verb?.kind !== "verb" || verb.lead !== "participle")
    return undefined;
  return scene.chunks[at - 3]?.kind === "np" ? at - 3 : undefined;
}

function isPhraseEnd(scene: Scene, at: number): boolean {
  return (
    scene.chunks[at]?.kind === "np" ||
    (scene.chunks[at]?.kind === "aside" && scene.chunks[at - 1]?.kind === "np")
  );
}

/** The phrases of a list to the left: `A, B and C`, never past a verb or a preposition. */
function refsLeft(scene: Scene, at: number): Subject {
  let first = at;
  let joinedByAnd = false;
  for (;;) {
    let joint = first - 1;
    let and = false;
    while (scene.chunks[joint]?.kind === "and" || scene.chunks[joint]?.kind === "comma") {
      and ||= scene.chunks[joint]?.kind === "and";
      joint -= 1;
    }
    if (joint === first - 1 || !isPhraseEnd(scene, joint)) break;
    if (!and && !joinedByAnd) break;
    joinedByAnd = true;
    first = scene.chunks[joint]?.kind === "aside" ? joint - 1 : joint;
  }
  const list = listRight(scene, first);
  const reading = scene.readings[at];
  const people = list.readings.some(({ sort }) => sort === "people");
  const plain =
    list.refs.length === 0 && list.readings.length === 1 ? reading?.plainName : undefined;
  const through = reading?.sort === "pronoun" && list.refs.length === 0 ? [] : list.refs;
  return {
    refs: unique(through),
    people: people && list.refs.length === 0,
    first,
    ...(plain === undefined ? {} : { plain }),
    ...(reading ? { head: reading.head } : {}),
  };
}
