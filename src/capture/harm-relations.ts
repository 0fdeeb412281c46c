import { blamed, burdenBy, culpritsIn, hit } from "./blame.ts";
import { clauseLeft, clauseRight } from "./clauses.ts";
import { tellsOfFault } from "./faults.ts";
import { shownByFailure, type Finding } from "./finding.ts";
import { CAUSING, HARMING } from "./frames.ts";
import { complementsOf } from "./objects.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** Dependencies that a verb of harm shows: `Y took X down`, `X was hit by Y's outage`, `Y caused errors in X`. */
export function harmRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "verb") return [];
    if (chunk.lemma === "be") return causeNamed(scene, at, chunk);
    return [...harmBy(scene, at, chunk), ...causedBy(scene, at, chunk)];
  });
}

/** `Y's outage affected X`, `X was affected by Y`. */
function harmBy(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (!HARMING.has(harmLemma(scene, at, verb)) || !happens(verb)) return [];
  const because = `"${verb.lemma}" passes a failure on`;
  const { object, after } = complementsOf(scene, at);
  if (isPassive(verb, object !== undefined)) {
    const by = byPlace(scene, at);
    if (by === undefined) return [];
    const burden = burdenBy(scene, by);
    if (burden.length > 0) return shownByFailure(burden, subjectOf(scene, at).refs, 0.7, because);
    return shownByFailure(subjectOf(scene, at).refs, blamed(scene, by), 0.8, because);
  }
  const victims =
    object && object.refs.length > 0 ? object.refs : object ? hit(scene, object.first) : [];
  const named = victims.length > 0 ? victims : (after.get("including")?.refs ?? []);
  return shownByFailure(
    named.filter(({ via }) => via !== "work"),
    causeOf(scene, at, verb),
    0.8,
    because,
  );
}

/** `took X down`: the particle stands behind the object. */
function harmLemma(scene: Scene, at: number, { lemma }: VerbChunk): string {
  if (!["take", "bring", "knock", "cut"].includes(lemma)) return lemma;
  const { object } = complementsOf(scene, at);
  const particle = object ? scene.chunks[object.next] : undefined;
  return particle?.kind === "particle" ? `${lemma} ${particle.word}` : lemma;
}

/** `Y caused errors in X`, `Y led to X failing`, `errors in X were caused by Y`. */
function causedBy(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (!CAUSING.has(verb.lemma) || !happens(verb)) return fromSource(scene, at, verb);
  const because = `"${verb.lemma}" names the cause`;
  if (isPassive(verb, complementsOf(scene, at).object !== undefined)) {
    const by = byPlace(scene, at);
    return by === undefined
      ? []
      : shownByFailure(troubled(scene, at), blamed(scene, by), 0.75, because);
  }
  const first = scene.chunks[at + 1]?.kind === "prep" ? at + 2 : at + 1;
  if (scene.chunks[first]?.kind !== "np") return [];
  const effect = clauseRight(scene, first);
  const prevents = ["prevent", "stop", "block"].includes(verb.lemma);
  if (!prevents && !tellsOfFault(scene, effect)) return [];
  return shownByFailure(hit(scene, first), causeOf(scene, at, verb), 0.75, because);
}

/** `the root cause of X's errors was Y`, `the culprit turned out to be Y`. */
function causeNamed(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  const { first } = subjectOf(scene, at);
  if (first === undefined || !happens(verb) || scene.chunks[at + 1]?.kind !== "np") return [];
  const head = scene.readings[first]?.head ?? "";
  if (!["cause", "culprit", "trigger", "reason"].includes(head)) return [];
  const here = hit(scene, first);
  return shownByFailure(
    here.length > 0 ? here : scene.memory.harmed,
    blamed(scene, at + 1),
    0.7,
    "the cause is named",
  );
}

/** `errors in X stemmed from Y`, `the outage was traced back to Y`. */
function fromSource(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (
    !["stem", "result", "originate", "arise", "attribute", "trace"].includes(verb.lemma) ||
    !happens(verb)
  )
    return [];
  const place = scene.chunks.findIndex(
    (chunk, index) =>
      index > at &&
      index < at + 4 &&
      chunk.kind === "prep" &&
      (chunk.word === "from" || chunk.word === "to"),
  );
  if (place < 0 || scene.chunks[place + 1]?.kind !== "np") return [];
  return shownByFailure(
    troubled(scene, at),
    blamed(scene, place + 1),
    0.7,
    `"${verb.lemma}" names the cause`,
  );
}

/** Who is in trouble, as a verb's subject; `this outage` looks back to the sentence before. */
function troubled(scene: Scene, at: number): readonly Ref[] {
  const { refs, first } = subjectOf(scene, at);
  const reading = first === undefined ? undefined : scene.readings[first];
  const looksBack =
    reading?.sort === "pronoun" ||
    (reading?.definite && reading.sense === "fault" && !reading.ref && refs.length === 0);
  return looksBack ? scene.memory.harmed : refs;
}

/** Whose fault it is, as a verb's subject; `which` and `this` mean the clause or sentence before. */
function causeOf(scene: Scene, at: number, verb: VerbChunk): readonly Ref[] {
  const previous = scene.chunks[at - 1];
  if (verb.lead === "ing" && previous?.kind === "comma")
    return culpritsIn(scene, clauseLeft(scene, at - 1));
  const subject = subjectOf(scene, at);
  if (subject.people) return [];
  const reading = subject.first === undefined ? undefined : scene.readings[subject.first];
  if (reading?.sort === "pronoun" && ["this", "that", "it", "these"].includes(reading.head)) {
    const left = clauseLeft(scene, subject.first ?? at);
    const here = culpritsIn(scene, left);
    return here.length > 0 ? here : scene.memory.harmed;
  }
  if (subject.refs.length > 0)
    return subject.refs.filter(({ via }) => via !== "work" && via !== "about");
  if (previous?.kind === "rel") return culpritsIn(scene, clauseLeft(scene, at - 1));
  if (reading?.definite && reading.sense === "fault") return scene.memory.harmed;
  return [];
}

function isPassive(verb: VerbChunk, hasObject: boolean): boolean {
  return verb.passive || (verb.lead === "participle" && !hasObject);
}

function happens({ mood }: VerbChunk): boolean {
  return mood === "real";
}

function byPlace(scene: Scene, at: number): number | undefined {
  for (let place = at + 1; place < Math.min(scene.chunks.length, at + 6); place += 1) {
    const chunk = scene.chunks[place];
    if (chunk?.kind === "prep" && chunk.word === "by" && scene.chunks[place + 1]?.kind === "np")
      return place + 1;
    if (chunk?.kind === "verb") return undefined;
  }
  return undefined;
}
