import { listRight } from "./noun-lists.ts";
import { asSubject, NOBODY, nearPhrase, phraseLeft, type Subject } from "./left-phrases.ts";
import { isPhraseEnd, REACH, type Scene } from "./scene.ts";
import { isApposed, isBetween, isInverted, isQuantifier, isReduced } from "./subject-signs.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** After `X made Y …`, it is Y that does what follows. */
const OBJECT_CONTROL = new Set(
  "allow cause force enable require configure make let lead get tell instruct prevent need expect ask rely depend leave help trigger see".split(
    " ",
  ),
);

/** The subject of the verb at a place. */
export function subjectOf(scene: Scene, at: number, depth = 0): Subject {
  const verb = scene.chunks[at] as VerbChunk;
  if (depth > 4) return NOBODY;
  const before = at - 1;
  const previous = scene.chunks[before];
  if (isInverted(scene, at)) return asSubject(scene, at + 1, at + 1);
  if (!previous)
    return scene.host.length > 0
      ? { refs: scene.host, people: false }
      : forwardSubject(scene, at, depth);
  if (verb.lead === "to") return infinitiveSubject(scene, at, depth);
  if (verb.lead === "ing") return gerundSubject(scene, at, depth);

  const { kind } = previous;
  if (kind === "rel") return antecedentOf(scene, before);
  if (kind === "np")
    return isReduced(scene, at) ? nearPhrase(scene, before) : phraseLeft(scene, before);
  if (kind === "aside") return isPhraseEnd(scene, before) ? phraseLeft(scene, before - 1) : NOBODY;
  if (kind === "comma")
    return isApposed(scene, at)
      ? phraseLeft(scene, before - 1)
      : afterInsertion(scene, before, depth);
  const goesOn = kind === "and" || kind === "prep" || kind === "because" || kind === "instead";
  return goesOn ? governingSubject(scene, before, depth) : NOBODY;
}

/** The subject of the nearest verb to the left. */
function governingSubject(scene: Scene, from: number, depth: number): Subject {
  const verb = verbBefore(scene, from);
  return verb === undefined
    ? forwardSubject(scene, from, depth)
    : subjectOf(scene, verb, depth + 1);
}

/** The place of the nearest verb to the left in the same part of the sentence. */
export function verbBefore(scene: Scene, from: number): number | undefined {
  for (let at = from; at >= Math.max(0, from - REACH); at -= 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "verb") return at;
    if (chunk?.kind === "break" || (at < from && OPENING.has(chunk?.kind ?? "np")))
      return undefined;
  }
  return undefined;
}

const OPENING = new Set<string>(["sub", "because", "thus"]);

/** `to read …`: the object of a causing verb, else whoever does the main verb. */
function infinitiveSubject(scene: Scene, at: number, depth: number): Subject {
  if (scene.chunks[at - 1]?.kind !== "np") return governingSubject(scene, at - 1, depth);
  const own = phraseLeft(scene, at - 1);
  const governor = verbBefore(scene, at - 2);
  const lemma = governor === undefined ? undefined : (scene.chunks[governor] as VerbChunk).lemma;
  const controls =
    lemma === undefined || OBJECT_CONTROL.has(lemma) || isDependencyNoun(scene, at - 1);
  if (controls && (own.refs.length > 0 || own.people)) return own;
  if (governor === undefined) return own;
  const main = subjectOf(scene, governor, depth + 1);
  return main.refs.length > 0 || main.people ? main : own;
}

/** `reading …`: the phrase that it describes, else whoever does the main verb, else the nearest system. */
function gerundSubject(scene: Scene, at: number, depth: number): Subject {
  const previous = scene.chunks[at - 1];
  const governor = verbBefore(scene, at - 1);
  const governing = governor === undefined ? undefined : (scene.chunks[governor] as VerbChunk);
  if (previous?.kind === "rel") return antecedentOf(scene, at - 1);
  if (previous?.kind === "np") {
    const own = phraseLeft(scene, at - 1);
    if (own.refs.length > 0 || own.people || governor === undefined) return own;
    return subjectOf(scene, governor, depth + 1);
  }
  if (
    previous?.kind === "prep" &&
    previous.word === "from" &&
    ["prevent", "stop", "block", "keep"].includes(governing?.lemma ?? "")
  ) {
    return scene.chunks[at - 2]?.kind === "np" ? phraseLeft(scene, at - 2) : NOBODY;
  }
  if (governor === undefined) {
    const near = nearestSystem(scene, at - 1);
    if (near.refs.length > 0) return near;
    const later = placeOfTraffic(scene, at);
    return later.refs.length > 0 ? later : forwardSubject(scene, at, depth);
  }
  const main = subjectOf(scene, governor, depth + 1);
  if (main.refs.length > 0 || (previous?.kind !== "prep" && previous?.kind !== "sub")) return main;
  const near = nearestSystem(scene, at - 1);
  return near.refs.length > 0 ? near : main;
}

/** `has a dependency on X to read Y`: X reads. */
function isDependencyNoun(scene: Scene, at: number): boolean {
  const head = scene.readings[at - 2]?.head ?? "";
  return scene.chunks[at - 1]?.kind === "prep" && (head === "dependency" || head === "reliance");
}

/** `errors in X when calling`: the nearest system to the left, in the same clause. */
function nearestSystem(scene: Scene, from: number): Subject {
  for (let at = from; at >= Math.max(0, from - REACH); at -= 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "break" || chunk?.kind === "verb") return NOBODY;
    if (scene.readings[at]?.ref) return phraseLeft(scene, at);
  }
  return NOBODY;
}

/** `retries for sending to Y were exhausted on X`: where the traffic comes from, told after the main verb. */
function placeOfTraffic(scene: Scene, at: number): Subject {
  const sense = scene.readings[at - 2]?.sense;
  if (scene.chunks[at - 1]?.kind !== "prep" || (sense !== "traffic" && sense !== "fault"))
    return NOBODY;
  const verb = scene.chunks.findIndex((chunk, place) => place > at && chunk.kind === "verb");
  const preposition = scene.chunks[verb + 1];
  if (
    verb < 0 ||
    preposition?.kind !== "prep" ||
    !["on", "in", "at", "for", "from"].includes(preposition.word)
  )
    return NOBODY;
  return { refs: listRight(scene, verb + 2).refs, people: false };
}

/** `When calling Y, X fails`: the subject after the comma. */
function forwardSubject(scene: Scene, from: number, depth: number): Subject {
  if (depth > 3) return NOBODY;
  for (let at = from + 1; at < Math.min(scene.chunks.length, from + REACH); at += 1) {
    if (scene.chunks[at]?.kind !== "comma" || scene.chunks[at + 1]?.kind !== "np") continue;
    const place = scene.chunks.findIndex((chunk, index) => index > at && chunk.kind === "verb");
    const verb = scene.chunks[place];
    const finite = verb?.kind === "verb" && verb.lead !== "to" && verb.lead !== "ing";
    return finite ? subjectOf(scene, place, depth + 2) : NOBODY;
  }
  return NOBODY;
}

/** What `which` and `that` mean: the phrase before them. */
export function antecedentOf(scene: Scene, rel: number): Subject {
  let at = rel - 1;
  while (at >= 0 && isBetween(scene, at, rel)) at -= 1;
  if (isQuantifier(scene, at)) at = scene.chunks[at - 1]?.kind === "comma" ? at - 2 : at - 1;
  if (scene.chunks[at]?.kind === "np") {
    if (scene.readings[at]?.sort === "pronoun") return NOBODY;
    const copula = scene.chunks[at - 1];
    if (copula?.kind === "verb" && copula.lemma === "be" && !scene.readings[at]?.ref)
      return subjectOf(scene, at - 1, 2);
    const near = nearPhrase(scene, at);
    return near.refs.length > 0 && !isQuantifier(scene, rel - 2) ? near : phraseLeft(scene, at);
  }
  if (at < 0 && rel === 0) return { refs: scene.memory.subjects, people: false };
  return NOBODY;
}

/** `X, which runs on Y, fails`: the phrase before the insertion. */
function afterInsertion(scene: Scene, comma: number, depth: number): Subject {
  for (let at = comma - 1; at >= Math.max(1, comma - REACH); at -= 1) {
    if (scene.chunks[at]?.kind !== "comma" || !isPhraseEnd(scene, at - 1)) continue;
    const opener = scene.chunks[at + 1]?.kind;
    if (
      opener === "rel" ||
      opener === "verb" ||
      opener === "such-as" ||
      opener === "sub" ||
      opener === "np"
    )
      return phraseLeft(scene, at - 1);
  }
  return governingSubject(scene, comma, depth);
}
