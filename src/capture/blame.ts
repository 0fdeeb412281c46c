import type { Stretch } from "./clauses.ts";
import { tellsOfFault } from "./faults.ts";
import { listRight } from "./noun-lists.ts";
import { complementsOf } from "./objects.ts";
import type { Ref } from "./refs.ts";
import { REACH, type Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** A phrase with the phrases that hang on it: `errors from X in Y`. */
export interface LongPhrase {
  readonly own: readonly Ref[];
  readonly after: ReadonlyMap<string, readonly Ref[]>;
  readonly next: number;
}

/** Reads a phrase and its prepositions to the right. */
export function longPhrase(scene: Scene, at: number): LongPhrase {
  const list = listRight(scene, at);
  const after = new Map<string, readonly Ref[]>();
  let next = list.next;
  while (next + 1 < Math.min(scene.chunks.length, at + REACH)) {
    const chunk = scene.chunks[next];
    if (chunk?.kind !== "prep" || scene.chunks[next + 1]?.kind !== "np") break;
    const inner = listRight(scene, next + 1);
    if (!after.has(chunk.word)) after.set(chunk.word, inner.refs);
    next = inner.next;
  }
  return { own: list.refs, after, next };
}

const CULPRIT_AFTER = "to of with in on from at for within by between across".split(" ");
const VICTIM_AFTER = "in for on of to across from at with within into".split(" ");
/** What people do to a system so that others feel it. */
const DEEDS = new Set(
  "restart drain rotate upgrade migrate disable stop delete remove kill shut reboot take lose change update evict move replace unplug block rename resize".split(
    " ",
  ),
);
/** What people do who merely see or suffer. */
const PERCEIVING = new Set(
  "see observe experience notice report get have encounter receive suffer face hit access load use open view reach visit browse sign log connect".split(
    " ",
  ),
);

/** The systems that a phrase blames: itself, else the first that it leads to. */
export function blamed(scene: Scene, at: number): readonly Ref[] {
  const { own, after } = longPhrase(scene, at);
  const told = own.filter(({ via }) => via !== "work" && via !== "about");
  const target = after.get("to") ?? [];
  if (told.length > 0 && target.length > 0 && told.every(({ via }) => via === "traffic"))
    return target;
  return told.length > 0 ? told : firstAfter(after, CULPRIT_AFTER);
}

/** `requests from X`, `a surge of writes from X`: whose traffic a phrase is; it is a burden, not a fault. */
export function burdenBy(scene: Scene, at: number): readonly Ref[] {
  const { own, after } = longPhrase(scene, at);
  const readings = [scene.readings[at], scene.readings[at + 2]];
  const isTraffic = readings.some(
    (reading) =>
      reading?.sense === "traffic" || reading?.head === "traffic" || reading?.head === "load",
  );
  if (!isTraffic) return [];
  const traffic = own.filter(({ via }) => via === "traffic");
  if (after.has("to")) return [];
  return traffic.length > 0 ? traffic : (after.get("from") ?? []);
}

/** The systems that a phrase says are hit. */
export function hit(scene: Scene, at: number): readonly Ref[] {
  const { own, after } = longPhrase(scene, at);
  return own.length > 0 ? own : firstAfter(after, VICTIM_AFTER);
}

/** The first system that hangs on a phrase by one of these prepositions, in their order. */
export function firstAfter(
  after: ReadonlyMap<string, readonly Ref[]>,
  prepositions: readonly string[],
): readonly Ref[] {
  for (const preposition of prepositions) {
    const refs = after.get(preposition)?.filter(({ via }) => via !== "work" && via !== "about");
    if (refs && refs.length > 0) return refs;
  }
  return [];
}

/** The systems that a clause says are in trouble, as its subject or in its first phrase. */
export function culpritsIn(scene: Scene, stretch: Stretch): readonly Ref[] {
  const first = firstPhrase(scene, stretch);
  for (let at = stretch.from; at < stretch.to; at += 1) {
    const verb = scene.chunks[at];
    if (verb?.kind !== "verb" || verb.lead === "to") continue;
    const subject = subjectOf(scene, at);
    if (subject.people) return doneTo(scene, at, verb);
    if (subject.refs.length === 0) return first === undefined ? [] : blamed(scene, first);
    const outside = (subject.first ?? stretch.from) < stretch.from;
    const head = first === undefined || first > at || outside ? [] : blamed(scene, first);
    return head.length > 0 ? head : subject.refs.filter(({ via }) => via !== "work");
  }
  return first === undefined ? [] : blamed(scene, first);
}

/** What people could not reach, or did something to. */
function doneTo(scene: Scene, at: number, verb: VerbChunk): readonly Ref[] {
  if (verb.mood !== "failing" && !DEEDS.has(verb.lemma.split(" ")[0] ?? "")) return [];
  const { object, after } = complementsOf(scene, at);
  if (object && object.refs.length > 0) return object.refs;
  return [...after.values()].find(({ refs }) => refs.length > 0)?.refs ?? [];
}

/** The systems that a clause says are hit: its subjects, what people could not use, what had errors. */
export function victimsIn(scene: Scene, stretch: Stretch): readonly Ref[] {
  return tellsOfFault(scene, stretch) ? systemsHit(scene, stretch) : [];
}

/** The same without asking whether anything is wrong. Of several verbs, the nearest to the clause's end decides. */
export function systemsHit(scene: Scene, stretch: Stretch): readonly Ref[] {
  for (let at = stretch.to - 1; at >= stretch.from; at -= 1) {
    const verb = scene.chunks[at];
    if (verb?.kind !== "verb" || verb.lead === "to") continue;
    const refs = hitByVerb(scene, at, verb);
    if (refs.length > 0) return refs;
  }
  const first = firstPhrase(scene, stretch);
  return first === undefined ? [] : hit(scene, first);
}

/** Whom a verb says to be hit: its subject, or what people could not use. */
export function hitByVerb(scene: Scene, at: number, verb: VerbChunk): readonly Ref[] {
  const subject = subjectOf(scene, at);
  if (subject.usersOf) return [subject.usersOf];
  const own = subject.refs.filter(({ via }) => via !== "work");
  if (own.length > 0 || (!subject.people && verb.mood !== "failing")) return own;
  if (verb.mood !== "failing" && !PERCEIVING.has(verb.lemma)) return [];
  const { object, after } = complementsOf(scene, at);
  if (object && object.refs.length > 0) return object.refs;
  const lists = [...after]
    .filter(([word]) => VICTIM_AFTER.includes(word))
    .map(([, { refs }]) => refs);
  return lists.find((refs) => refs.length > 0) ?? [];
}

function firstPhrase(scene: Scene, { from, to }: Stretch): number | undefined {
  for (let at = from; at < to; at += 1) if (scene.chunks[at]?.kind === "np") return at;
  return undefined;
}
