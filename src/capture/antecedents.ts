import type { NounChunk } from "./chunks.ts";
import { wordsOf, type PhraseReading, type Ref } from "./refs.ts";
import { REACH, type Scene } from "./scene.ts";
import { singular } from "./singular.ts";

/** What a phrase speaks of; pronouns and general words look back. */
export function resolve(scene: Scene, at: number): readonly Ref[] {
  const reading = scene.readings[at];
  if (!reading) return [];
  if (reading.ref) return [reading.ref];
  const placed = placedName(scene, at);
  if (placed) return [placed];
  if (reading.head === "this" || reading.head === "that") return [];
  if (reading.sort === "pronoun") return indirect(meantBy(scene, at, reading));
  if (reading.sort === "people" || !reading.definite || !isBare(scene.chunks[at])) return [];
  return indirect(
    sameHead(scene, at, reading.head) ??
      (OTHER_WORDS.has(singular(reading.head)) ? meantBy(scene, at, reading) : []),
  );
}

/** Words that may stand for any system that was spoken of. */
const OTHER_WORDS = new Set([
  "service",
  "system",
  "app",
  "application",
  "component",
  "product",
  "platform",
]);

function indirect(refs: readonly Ref[]): readonly Ref[] {
  return refs.map((ref) => ({ ...ref, indirect: true }));
}

/** Whom `its` or `their` in a phrase means. */
export function ownersBefore(scene: Scene, at: number, plural: boolean): readonly Ref[] {
  return indirect(
    meantBy(
      scene,
      at,
      { sort: "pronoun", head: "its", sense: undefined, plural, definite: true },
      true,
    ),
  );
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
  const one = chunk.items[0]?.lower;
  if (!telling || first < 0 || (one !== "a" && one !== "an")) return undefined;
  const name = wordsOf([...chunk.items.slice(first), ...place.items]);
  return { end: { new: name }, via: "self", phrase: name };
}

function isBare(chunk: Scene["chunks"][number] | undefined): boolean {
  return chunk?.kind === "np" && (chunk as NounChunk).items.length <= 2;
}

/** `that job` after `the nightly import job`: the last name with the same last word. */
function sameHead(scene: Scene, at: number, head: string): readonly Ref[] | undefined {
  const wanted = singular(head);
  const ends = (ref: Ref | undefined) =>
    ref !== undefined && singular(ref.phrase.toLowerCase().split(" ").at(-1) ?? "") === wanted;
  for (let place = at - 1; place >= Math.max(0, at - REACH); place -= 1) {
    const ref = scene.readings[place]?.ref;
    if (ref && ends(ref)) return [ref];
  }
  const before = scene.memory.mentioned.filter(ends);
  return before.length > 0 ? before.slice(-1) : undefined;
}

/** The systems that a pronoun may mean: the last main clause's subject, else what was said before. */
function meantBy(
  scene: Scene,
  at: number,
  reading: PhraseReading,
  ofSubject = false,
): readonly Ref[] {
  const { subjects, mentioned } = scene.memory;
  const here = candidatesBefore(scene, at, reading.plural, ofSubject);
  if (here === "unnamed") return [];
  const before = reading.plural
    ? severalBefore(scene, reading.head)
    : subjects.length > 0
      ? subjects
      : mentioned.length === 1
        ? mentioned
        : [];
  const wanted = here.length > 0 ? here : before;
  const systems = wanted.filter(({ via }) => via !== "work" && via !== "about");
  if (reading.plural) return systems.length < 5 ? systems : [];
  return systems.length === 1 ? systems : [];
}

/** What "they" may mean of what the last sentence spoke of; "both" means two. */
function severalBefore({ memory }: Scene, head: string): readonly Ref[] {
  const { subjects, allSubjects, mentioned } = memory;
  const ofMany = subjects.length > 1 || subjects.some(({ phrase }) => phrase.endsWith("s"));
  const several = ofMany ? subjects : allSubjects.length > 1 ? allSubjects : mentioned;
  return head === "both" && several.length !== 2 ? [] : several;
}

/** Candidates in the same sentence: subjects of main clauses first, the nearest of them. */
function candidatesBefore(
  scene: Scene,
  at: number,
  plural: boolean,
  ofSubject: boolean,
): readonly Ref[] | "unnamed" {
  // The object of a verb is never its own subject: "X waits on it" is about something else; "X lost its disk" is not.
  const governor = ofSubject ? undefined : verbPlaceBefore(scene, at);
  let subject: readonly Ref[] = [];
  let other: readonly Ref[] = [];
  let unnamed = false;
  for (let place = Math.max(0, at - REACH); place < at; place += 1) {
    const reading = scene.readings[place];
    if (!reading || reading.sort === "people" || reading.sort === "pronoun") continue;
    const { refs, next } = namesFrom(scene, place, at);
    const first = place;
    place = next - 1;
    const ofVerb = scene.chunks[next]?.kind === "verb";
    if (isSubordinate(scene, first) || (plural && refs.length < 2 && !reading.plural)) continue;
    if (refs.length === 0) {
      unnamed ||= ofVerb && next !== governor && scene.chunks[first - 1]?.kind !== "prep";
      continue;
    }
    if (ofVerb && next === governor) continue;
    if (ofVerb) unnamed = false;
    if (ofVerb) subject = refs;
    else if (other.length === 0) other = refs;
  }
  if (unnamed) return "unnamed";
  return subject.length > 0 ? subject : other;
}

/** The verb whose object the phrase at a place is; undefined when it is a subject. */
function verbPlaceBefore(scene: Scene, at: number): number | undefined {
  for (let place = at - 1; place >= Math.max(0, at - 4); place -= 1) {
    const chunk = scene.chunks[place];
    if (chunk?.kind === "verb") return place;
    if (chunk?.kind !== "prep" && chunk?.kind !== "np") return undefined;
  }
  return undefined;
}

/** The names of a simple list, without looking anything up. */
function namesFrom(
  scene: Scene,
  from: number,
  until: number,
): { refs: readonly Ref[]; next: number } {
  const refs: Ref[] = [];
  let at = from;
  for (;;) {
    const ref = scene.readings[at]?.ref ?? plainRef(scene, at);
    if (ref) refs.push(ref);
    at += scene.chunks[at + 1]?.kind === "aside" ? 2 : 1;
    let next = at;
    while (scene.chunks[next]?.kind === "and" || scene.chunks[next]?.kind === "comma") next += 1;
    if (next === at || next >= until || scene.readings[next] === undefined)
      return { refs, next: at };
    at = next;
  }
}

/** A thing without a name that a later "it" may mean: the `banner` of `we have a banner`. */
function plainRef(scene: Scene, at: number): Ref | undefined {
  const name = scene.readings[at]?.plainName;
  const chunk = scene.chunks[at];
  const introduced = chunk?.kind === "np" && chunk.items[0]?.class === "det";
  if (name === undefined || !introduced || scene.chunks[at - 1]?.kind === "prep") return undefined;
  return { end: { new: name }, via: "self", phrase: name };
}

function isSubordinate(scene: Scene, at: number): boolean {
  const before = scene.chunks[at - 1]?.kind;
  return before === "sub" || before === "because" || before === "rel";
}
