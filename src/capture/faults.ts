import type { Chunk, NounChunk } from "./chunks.ts";
import type { Ref } from "./refs.ts";
import { listRight, REACH, type Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import { complementsOf } from "./objects.ts";

/** Part of a sentence: the chunks from `from` up to, not including, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What a system in trouble does. */
const FAILING = new Set(
  `fail crash break hang stall slow degrade struggle die reject suffer time choke freeze flap misbehave disappear expire exhaust overflow stop
   cease spike overload saturate overwhelm interrupt disrupt affect impact delay drop throttle restart reboot experience block corrupt lose error
   lag starve deplete trip knock prevent recover stick run out time out go down fall over shut down fall behind pile up back up lock out`
    .split(/\s+/u)
    .concat([
      "time out",
      "go down",
      "fall over",
      "shut down",
      "pile up",
      "back up",
      "take down",
      "bring down",
      "lock out",
      "knock out",
      "slow down",
    ]),
);
/** What a system in trouble is. */
const STATES = new Set(
  `down unavailable broken slow unhealthy degraded offline unreachable unresponsive inaccessible stuck delayed affected impacted failing stale
   overloaded saturated full exhausted intermittent unstable dead busted unhappy unusable non-responsive elevated missing out slower wrong borked
   sluggish flaky dropping degraded hosed toast late behind unresolvable timeouts sad partitioned undersized underprovisioned maxed pegged`.split(
    /\s+/u,
  ),
);
/** States after which things were well again: they tell of a dependency as plainly as a fault. */
const WELL = new Set("recover restore return resume resolve come fix".split(" "));

/** Does the stretch say that something is, goes or went wrong? */
export function tellsOfFault(scene: Scene, { from, to }: Stretch): boolean {
  for (let at = from; at < to; at += 1) if (isFault(scene, at)) return true;
  return false;
}

function isFault(scene: Scene, at: number): boolean {
  const chunk = scene.chunks[at] as Chunk;
  if (chunk.kind === "particle") return chunk.word === "down" || chunk.word === "out";
  if (chunk.kind === "verb")
    return (
      chunk.mood === "failing" ||
      chunk.mood === "ended" ||
      FAILING.has(chunk.lemma) ||
      FAILING.has(chunk.lemma.split(" ")[0] ?? "")
    );
  if (chunk.kind !== "np") return false;
  if (scene.readings[at]?.sense === "fault") return true;
  return (chunk as NounChunk).items.some(({ lower }) => STATES.has(lower));
}

/** Does the stretch say that something is well again? */
export function tellsOfRecovery(scene: Scene, { from, to }: Stretch): boolean {
  for (let at = from; at < to; at += 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "verb" && WELL.has(chunk.lemma.split(" ")[0] ?? "")) return true;
  }
  return false;
}

/** A phrase with the phrases that hang on it: `errors from X in Y`. */
export interface LongPhrase {
  readonly own: readonly Ref[];
  readonly after: ReadonlyMap<string, readonly Ref[]>;
  readonly next: number;
  readonly people: boolean;
}

/** Reads a phrase and its prepositions to the right. */
export function longPhrase(scene: Scene, at: number): LongPhrase {
  const list = listRight(scene, at);
  const after = new Map<string, readonly Ref[]>();
  let next = list.next;
  const end = Math.min(scene.chunks.length, at + REACH);
  while (next + 1 < end) {
    const chunk = scene.chunks[next];
    if (chunk?.kind !== "prep" || scene.chunks[next + 1]?.kind !== "np") break;
    const inner = listRight(scene, next + 1);
    if (!after.has(chunk.word)) after.set(chunk.word, inner.refs);
    next = inner.next;
  }
  const people = list.readings.every(({ sort }) => sort === "people");
  return { own: list.refs, after, next, people };
}

const CULPRIT_AFTER = [
  "to",
  "of",
  "with",
  "in",
  "on",
  "from",
  "at",
  "for",
  "within",
  "by",
  "between",
  "across",
];
const VICTIM_AFTER = [
  "in",
  "for",
  "on",
  "of",
  "to",
  "across",
  "from",
  "at",
  "with",
  "within",
  "when",
];

/** The systems that a phrase blames: itself, else the first that it leads to. */
export function blamed(scene: Scene, at: number): readonly Ref[] {
  const phrase = longPhrase(scene, at);
  const own = phrase.own.filter(({ via }) => via !== "work" && via !== "about");
  if (own.length > 0 && own.every(({ via }) => via === "traffic") && phrase.after.get("to")?.length)
    return phrase.after.get("to") ?? [];
  if (own.length > 0) return own;
  return firstAfter(phrase, CULPRIT_AFTER);
}

/** The systems that a phrase says are hit. */
export function hit(scene: Scene, at: number): readonly Ref[] {
  const phrase = longPhrase(scene, at);
  if (phrase.own.length > 0) return phrase.own;
  return firstAfter(phrase, VICTIM_AFTER);
}

function firstAfter({ after }: LongPhrase, prepositions: readonly string[]): readonly Ref[] {
  for (const preposition of prepositions) {
    const refs = after.get(preposition)?.filter(({ via }) => via !== "work" && via !== "about");
    if (refs && refs.length > 0) return refs;
  }
  return [];
}

/** The systems that a clause says are in trouble, as its subject or in its first phrase. */
export function culpritsIn(scene: Scene, stretch: Stretch): readonly Ref[] {
  for (let at = stretch.from; at < stretch.to; at += 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "verb" && chunk.lead !== "to") {
      const subject = subjectOf(scene, at);
      if (
        !subject.people &&
        subject.refs.length > 0 &&
        (subject.first ?? stretch.from) >= stretch.from
      ) {
        const head = scene.chunks[stretch.from]?.kind === "np" ? blamed(scene, stretch.from) : [];
        return head.length > 0 ? head : subject.refs.filter(({ via }) => via !== "work");
      }
      if (subject.people && chunk.mood === "failing") {
        const { object, after } = complementsOf(scene, at);
        return object && object.refs.length > 0
          ? object.refs
          : ([...after.values()].find(({ refs }) => refs.length > 0)?.refs ?? []);
      }
      return [];
    }
  }
  const first = firstPhrase(scene, stretch);
  return first === undefined ? [] : blamed(scene, first);
}

/** The systems that a clause says are hit: its subjects, what people could not use, what had errors. */
export function victimsIn(scene: Scene, stretch: Stretch): readonly Ref[] {
  if (!tellsOfFault(scene, stretch)) return [];
  return systemsHit(scene, stretch);
}

/** The same without asking whether anything is wrong. */
export function systemsHit(scene: Scene, stretch: Stretch): readonly Ref[] {
  for (let at = stretch.from; at < stretch.to; at += 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind !== "verb") continue;
    const subject = subjectOf(scene, at);
    if (!subject.people && subject.refs.length > 0)
      return subject.refs.filter(({ via }) => via !== "work");
    const { object, after } = complementsOf(scene, at);
    const objects =
      object && object.refs.length > 0
        ? object.refs
        : firstOf(
            [...after.entries()]
              .filter(([word]) => VICTIM_AFTER.includes(word))
              .map(([, { refs }]) => refs),
          );
    if (objects.length > 0) return objects;
  }
  const first = firstPhrase(scene, stretch);
  return first === undefined ? [] : hit(scene, first);
}

function firstOf(lists: readonly (readonly Ref[])[]): readonly Ref[] {
  return lists.find((refs) => refs.length > 0) ?? [];
}

function firstPhrase(scene: Scene, { from, to }: Stretch): number | undefined {
  for (let at = from; at < to; at += 1) if (scene.chunks[at]?.kind === "np") return at;
  return undefined;
}

/** The clause to the left of a place: back to the last joint that opens one. */
export function clauseLeft(scene: Scene, to: number): Stretch {
  let from = to;
  while (from > 0 && to - from < REACH) {
    const chunk = scene.chunks[from - 1] as Chunk;
    if (["sub", "because", "thus", "break"].includes(chunk.kind)) break;
    if (chunk.kind === "comma" && opensClause(scene, from, to)) break;
    from -= 1;
  }
  return { from, to };
}

/** Does a phrase with a finite verb of its own stand here? */
function opensClause(scene: Scene, at: number, to: number): boolean {
  const first = scene.chunks[at]?.kind === "and" ? at + 1 : at;
  if (scene.chunks[first]?.kind !== "np") return false;
  const { next } = longPhrase(scene, first);
  const verb = scene.chunks[next];
  return next < to && verb?.kind === "verb" && verb.lead !== "to" && verb.lead !== "ing";
}

/** The clause to the right of a place: up to the joint that ends it. */
export function clauseRight(scene: Scene, from: number): Stretch {
  let to = from;
  while (to < scene.chunks.length && to - from < REACH) {
    const chunk = scene.chunks[to] as Chunk;
    if (["sub", "because", "thus", "break"].includes(chunk.kind)) break;
    if (chunk.kind === "comma" && endsClause(scene, from, to)) break;
    to += 1;
  }
  return { from, to };
}

/** A comma ends a clause when it does not merely divide a list. */
function endsClause(scene: Scene, from: number, comma: number): boolean {
  const next = scene.chunks[comma + 1];
  if (next?.kind !== "np") return true;
  const list = listRight(scene, comma + 1);
  const after = scene.chunks[list.next];
  const hasVerb = scene.chunks.slice(from, comma).some(({ kind }) => kind === "verb");
  return after?.kind === "verb" || (after?.kind === "prep" && hasVerb) || after?.kind === "comma";
}
