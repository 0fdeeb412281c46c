import type { Chunk, NounChunk } from "./chunks.ts";
import { readPhrase, wordsOf, type PhraseReading, type Ref } from "./refs.ts";

/** What the sentences before this one spoke of, for pronouns and "this outage". */
export interface Memory {
  /** Systems that were the subject of the last main clause. */
  readonly subjects: readonly Ref[];
  /** All systems of the last sentence, in order. */
  readonly mentioned: readonly Ref[];
  /** What the last sentence said was broken. */
  readonly harmed: readonly Ref[];
}

export const NOTHING_SAID: Memory = { subjects: [], mentioned: [], harmed: [] };

/** One sentence (or one aside) under study. */
export interface Scene {
  readonly chunks: readonly Chunk[];
  /** Readings of the noun phrases, by place. */
  readonly readings: readonly (PhraseReading | undefined)[];
  readonly memory: Memory;
  /** What an aside is about: the phrase before its bracket. */
  readonly host: readonly Ref[];
}

/** Prepares a sentence's chunks for questions about subjects and objects. */
export function sceneOf(
  chunks: readonly Chunk[],
  memory: Memory,
  host: readonly Ref[] = [],
): Scene {
  const readings = chunks.map((chunk) => (chunk.kind === "np" ? readPhrase(chunk) : undefined));
  return { chunks, readings, memory, host };
}

/** The noun phrases of one list and what they speak of. */
export interface NounList {
  readonly refs: readonly Ref[];
  readonly readings: readonly PhraseReading[];
  /** The first place after the list. */
  readonly next: number;
  /** The list's first place. */
  readonly first: number;
}

/** How far a search goes in one direction; no clause is longer. */
export const REACH = 40;

/** The list that begins at a noun phrase and goes on to the right: `A, B (C) and the D`. */
export function listRight(scene: Scene, from: number, lookBack = true): NounList {
  const refs: Ref[] = [];
  const readings: PhraseReading[] = [];
  let at = from;
  while (at < scene.chunks.length && at - from < REACH) {
    const reading = scene.readings[at];
    if (!reading) break;
    const member = readMember(scene, at, lookBack);
    refs.push(...member.refs);
    readings.push(reading);
    at = member.next;
    const following = nextMember(scene, at);
    if (following === undefined) break;
    at = following;
  }
  return { refs: unique(refs), readings, next: at, first: from };
}

/** The place of the list's next noun phrase; undefined when the list ends here. */
function nextMember(scene: Scene, at: number): number | undefined {
  let place = at;
  let joined = false;
  while (scene.chunks[place]?.kind === "and" || scene.chunks[place]?.kind === "comma") {
    joined = true;
    place += 1;
  }
  if (!joined || scene.chunks[place]?.kind !== "np") return undefined;
  const after = scene.chunks[endOfPhrase(scene, place)];
  return after?.kind === "verb" && after.lead !== "to" && after.lead !== "ing" ? undefined : place;
}

/** One member with what follows it closely: an aside that lists, `such as`, `a service we call X`. */
function readMember(
  scene: Scene,
  at: number,
  lookBack: boolean,
): { refs: readonly Ref[]; next: number } {
  const { chunks } = scene;
  const direct = scene.readings[at]?.ref;
  const own = lookBack ? resolve(scene, at) : direct ? [direct] : [];
  const named = namedAfter(scene, at + 1);
  const name = named === undefined ? undefined : scene.readings[named - 1]?.ref;
  if (named !== undefined && name) return { refs: [name], next: named };
  let next = at + 1;
  const aside = chunks[next];
  let members: readonly Ref[] = [];
  if (aside?.kind === "aside") {
    next += 1;
    if (aside.chunks[0]?.kind === "np" || aside.chunks[0]?.kind === "such-as") {
      const inner = sceneOf(aside.chunks, scene.memory);
      const first = inner.chunks.findIndex(({ kind }) => kind === "np");
      const list = listRight(inner, first, false);
      if (list.next === inner.chunks.length) members = list.refs;
    }
  }
  const relative =
    scene.readings[next]?.sort === "people" && chunks[next + 1]?.kind === "verb" ? next + 2 : next;
  const such = chunks[relative]?.kind === "comma" ? relative + 1 : relative;
  if (chunks[such]?.kind === "such-as" && chunks[such + 1]?.kind === "np") {
    const list = listRight(scene, such + 1, false);
    return { refs: list.refs.length > 0 ? list.refs : own, next: list.next };
  }
  if (members.length === 0) return { refs: own, next };
  const general = scene.readings[at]?.plural === true || own.length === 0;
  return { refs: general ? members : own, next };
}

/** `a service we call X`, `a queue called X`: the place after X. */
function namedAfter(scene: Scene, at: number): number | undefined {
  const { chunks, readings } = scene;
  const we = readings[at]?.sort === "people" ? at + 1 : at;
  const verb = chunks[we];
  if (verb?.kind !== "verb" || !["call", "name", "know"].includes(verb.lemma)) return undefined;
  if (we === at && verb.lead !== "participle") return undefined;
  const name = chunks[we + 1]?.kind === "prep" ? we + 2 : we + 1;
  return readings[name]?.ref ? name + 1 : undefined;
}

/** The place after a phrase and its aside. */
export function endOfPhrase(scene: Scene, at: number): number {
  return scene.chunks[at + 1]?.kind === "aside" ? at + 2 : at + 1;
}

/** What a phrase speaks of; pronouns and general words look back. */
export function resolve(scene: Scene, at: number): readonly Ref[] {
  const reading = scene.readings[at];
  if (!reading) return [];
  if (reading.ref) return [reading.ref];
  const placed = placedName(scene, at);
  if (placed) return [placed];
  const looksBack =
    reading.sort === "pronoun" ||
    (reading.sort === "generic" && reading.definite && isBare(scene.chunks[at]));
  if (!looksBack || (reading.sort === "generic" && reading.sense !== "part")) return [];
  return antecedents(scene, at, reading).map((ref) => ({ ...ref, indirect: true }));
}

/** `a topic in the billing account`: a kind of thing of which its place tells which. */
function placedName(scene: Scene, at: number): Ref | undefined {
  const reading = scene.readings[at];
  const chunk = scene.chunks[at];
  const place = scene.chunks[at + 2];
  const preposition = scene.chunks[at + 1];
  if (reading?.sense !== "own" || reading.definite || chunk?.kind !== "np" || place?.kind !== "np")
    return undefined;
  if (preposition?.kind !== "prep" || !["in", "of", "for", "on"].includes(preposition.word))
    return undefined;
  const telling = place.items.some(
    ({ mention, text, lower }) => mention !== undefined || text[0] !== lower[0],
  );
  const first = chunk.items.findIndex(({ class: itemClass }) => itemClass === "noun");
  if (!telling || first < 0) return undefined;
  const name = wordsOf([...chunk.items.slice(first), ...place.items]);
  return { end: { new: name }, via: "self", phrase: name };
}

function isBare(chunk: Chunk | undefined): boolean {
  return chunk?.kind === "np" && (chunk as NounChunk).items.length <= 2;
}

/** The systems that a pronoun may mean: the main clause's subject before it, else the last said. */
function antecedents(scene: Scene, at: number, reading: PhraseReading): readonly Ref[] {
  const here = candidatesBefore(scene, at);
  const wanted =
    here.length > 0
      ? here
      : scene.memory.subjects.length > 0
        ? scene.memory.subjects
        : scene.memory.mentioned.slice(-1);
  const systems = wanted.filter(
    ({ via }) => via === "self" || via === "fault" || via === "traffic",
  );
  if (reading.plural) return systems;
  return systems.length === 1 ? systems : [];
}

function candidatesBefore(scene: Scene, at: number): readonly Ref[] {
  let fallback: readonly Ref[] = [];
  for (let place = Math.max(0, at - REACH); place < at; place += 1) {
    const reading = scene.readings[place];
    if (!reading || reading.sort === "people" || reading.sort === "pronoun") continue;
    const list = listRight(scene, place, false);
    const refs = list.refs.length > 0 ? list.refs : plainRefs(scene, place);
    place = list.next - 1;
    if (refs.length === 0 || list.next > at) continue;
    if (isSubordinate(scene, list.first)) continue;
    if (fallback.length === 0) fallback = refs;
    if (scene.chunks[list.next]?.kind === "verb") return refs;
  }
  return fallback;
}

/** A thing without a name that a later "it" may mean: the `banner` of `we have a banner`. */
function plainRefs(scene: Scene, at: number): readonly Ref[] {
  const reading = scene.readings[at];
  const afterPrep = scene.chunks[at - 1]?.kind === "prep";
  if (afterPrep || reading?.plainName === undefined) return [];
  return [{ end: { new: reading.plainName }, via: "self", phrase: reading.plainName }];
}

function isSubordinate(scene: Scene, at: number): boolean {
  const before = scene.chunks[at - 1]?.kind;
  return before === "sub" || before === "because" || before === "rel";
}

/** Equal ends once, in order. */
export function unique(refs: readonly Ref[]): readonly Ref[] {
  const seen = new Set<string>();
  return refs.filter(({ end }) => {
    const key = JSON.stringify(end);
    return !seen.has(key) && seen.add(key);
  });
}
