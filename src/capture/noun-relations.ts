import { endKey } from "./captured.ts";
import { pairs, type Finding } from "./finding.ts";
import { longPhrase } from "./blame.ts";
import { kindOf } from "./nouns.ts";
import { listRight } from "./noun-lists.ts";
import type { Ref } from "./refs.ts";
import { ownersBefore, resolve } from "./antecedents.ts";
import type { Scene } from "./scene.ts";
import { subjectOf, verbBefore } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** Dependencies stated by a noun: `requests from X to Y`, `X's dependency on Y`, `Y, a dependency of X`. */
export function nounRelations(scene: Scene, from = 0, to: number = scene.chunks.length): Finding[] {
  return scene.readings.flatMap((reading, at) => {
    if (!reading || at < from || at >= to) return [];
    if (
      reading.head === "dependency" ||
      reading.head === "dependencies" ||
      reading.head === "reliance"
    )
      return dependencyNoun(scene, at);
    return [...trafficNoun(scene, at), ...ownerOf(scene, at), ...clientsOf(scene, at)];
  });
}

function stated(
  consumers: readonly Ref[],
  providers: readonly Ref[],
  sure: number,
  because: string,
): Finding[] {
  return pairs(consumers, providers, { change: "add", coupling: "by-noun", sure, because });
}

function dependencyNoun(scene: Scene, at: number): Finding[] {
  const because = 'the noun "dependency"';
  const reading = scene.readings[at];
  const { after, next } = longPhrase(scene, at);
  const on = after.get("on") ?? after.get("upon") ?? [];
  const of = after.get("of") ?? after.get("for") ?? after.get("from") ?? after.get("in") ?? [];
  const possessor = reading?.possessor ? [reading.possessor] : reading?.ref ? [reading.ref] : [];
  const governor = verbBefore(scene, at - 1);
  const verb = governor === undefined ? undefined : (scene.chunks[governor] as VerbChunk);
  const subject = governor === undefined ? [] : subjectOf(scene, governor).refs;
  const has = verb?.lemma === "have" || verb?.lemma === "introduce" || verb?.lemma === "create";
  if (on.length > 0) {
    const consumers = possessor.length > 0 ? possessor : of.length > 0 ? of : subject;
    return stated(consumers, on, 0.95, because);
  }
  if (has) return stated(subject, of, 0.9, because);
  const consumers = of.length > 0 ? of : possessor;
  if (consumers.length === 0) return [];
  if (verb?.lemma === "be" && governor === at - 1) return stated(consumers, subject, 0.9, because);
  const copula = scene.chunks[next];
  if (copula?.kind === "verb" && copula.lemma === "be" && scene.readings[next + 1])
    return stated(consumers, longPhrase(scene, next + 1).own, 0.9, because);
  const apposed =
    scene.chunks[at - 1]?.kind === "comma" ? resolve(scene, at - 2) : at === 0 ? scene.host : [];
  return stated(consumers, apposed, 0.9, because);
}

/** `requests from X to Y`, `timeouts in X to Y`, `X connections to Y`, `X lost its connection to Y`. */
function trafficNoun(scene: Scene, at: number): Finding[] {
  const reading = scene.readings[at];
  if (reading?.sense !== "traffic" && reading?.sense !== "fault") return [];
  const { after } = longPhrase(scene, at);
  const because = `"${reading.head}" from one to the other`;
  const to = after.get("to") ?? after.get("against") ?? after.get("into") ?? [];
  const from = after.get("from") ?? [];
  const where = after.get("in") ?? after.get("on") ?? [];
  const between = after.get("between") ?? [];
  if (between.length === 2) return stated(between.slice(0, 1), between.slice(1), 0.6, because);
  const own =
    reading.ref && (reading.ref.via === "traffic" || reading.possessor)
      ? [reading.ref]
      : itsOwner(scene, at);
  if (to.length > 0) {
    if (from.length > 0) return stated(from, to, 0.85, because);
    if (own.length > 0) return stated(own, to, 0.8, because);
    if (where.length > 0) return stated(where, to, 0.75, because);
    return stated(ownerByVerb(scene, at, reading.sense === "fault"), to, 0.75, because);
  }
  if (from.length > 0 && where.length === 0 && reading.sense === "fault" && isAlone(scene, from))
    return stated(
      scene.memory.harmed,
      from,
      0.6,
      "errors from the one right after trouble in the other",
    );
  if (from.length > 0 && where.length > 0 && reading.sense === "fault")
    return stated(where, from, 0.75, because);
  return [];
}

/** Does the sentence speak of nothing but these? */
function isAlone(scene: Scene, refs: readonly Ref[]): boolean {
  const names = new Set(refs.map(({ end }) => endKey(end)));
  return (
    scene.chunks.length < 10 &&
    scene.readings.every((reading) => !reading?.ref || names.has(endKey(reading.ref.end)))
  );
}

/** Whose traffic it is, when the noun is a verb's object: the verb's subject. */
function ownerByVerb(scene: Scene, at: number, isFault: boolean): readonly Ref[] {
  const governor = verbBefore(scene, at - 1);
  if (governor === undefined || at - governor > 2) return [];
  const verb = scene.chunks[governor] as VerbChunk;
  if (isFault && !SHOWING.has(verb.lemma)) return [];
  const subject = subjectOf(scene, governor);
  return subject.people ? [] : subject.refs;
}

/** Who sees, shows or has errors to Y, calls Y. */
const SHOWING = new Set(
  "see show report log have experience get throw hit encounter suffer notice emit face".split(" "),
);

/** `X's Redis`, `the X queue`: what is named after its owner is needed by it. */
function ownerOf(scene: Scene, at: number): Finding[] {
  const reading = scene.readings[at];
  const ref = reading?.ref;
  if (!ref) return [];
  if (ref.owner)
    return stated(
      [{ ...ref, end: ref.owner, via: "self" }],
      [ref],
      0.65,
      "a part named after its owner",
    );
  const its = itsOwner(scene, at);
  if (
    its.length > 0 &&
    ref.via === "self" &&
    ("known" in ref.end || kindOf(reading.head) !== undefined)
  )
    return stated(its, [ref], 0.7, "one thing that is another's");
  if (!reading.possessor || ref.via === "work" || ref.via === "about" || reading.sense === "people")
    return [];
  return ref.end === reading.possessor.end
    ? []
    : stated([reading.possessor], [ref], 0.7, "one thing that is another's");
}

/** `X restarted its Redis`: X. */
function itsOwner(scene: Scene, at: number): readonly Ref[] {
  const chunk = scene.chunks[at];
  const first = chunk?.kind === "np" ? chunk.items[0] : undefined;
  if (first?.lower !== "its" && first?.lower !== "their") return [];
  const owners = ownersBefore(scene, at, first.lower === "their");
  return owners.filter(({ via }) => via === "self");
}

/** `consumers of Y such as X`, `Y's clients, including X`. */
function clientsOf(scene: Scene, at: number): Finding[] {
  const reading = scene.readings[at];
  if (!reading || !CLIENTS.has(reading.head)) return [];
  const of = scene.chunks[at + 1];
  const named = of?.kind === "prep" && of.word === "of" ? scene.readings[at + 2]?.ref : undefined;
  const provider = named ?? reading.possessor;
  if (!provider) return [];
  const { refs } = listRight(scene, named ? at + 2 : at, { namesOnly: true });
  const clients = refs.filter(({ end }) => end !== provider.end);
  return stated(clients, [provider], 0.8, "its consumers by name");
}

const CLIENTS = new Set(["consumers", "clients", "dependents", "callers", "subscribers"]);
