import { firstAfter, longPhrase } from "./blame.ts";
import { pairs, type Finding } from "./finding.ts";
import { framesOf, type Frame } from "./frames.ts";
import { complementsOf, type Complements } from "./objects.ts";
import { senseOf } from "./nouns.ts";
import { isStoreProduct } from "./products.ts";
import type { Ref } from "./refs.ts";
import type { NounList } from "./noun-lists.ts";
import type { Scene } from "./scene.ts";
import { antecedentOf, subjectOf, type Subject } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** Dependencies stated by a verb: `A relies on B`, `B is used by A`, `A, which B feeds`. */
export function verbRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "verb") return [];
    const complements = complementsOf(scene, at);
    return framesOf(chunk.lemma).flatMap((frame) => applied(scene, at, chunk, frame, complements));
  });
}

function applied(
  scene: Scene,
  at: number,
  verb: VerbChunk,
  frame: Frame,
  complements: Complements,
): Finding[] {
  const change = changeOf(verb);
  if (change === undefined) return [];
  const because = `"${verb.lemma}" in the ${isPassive(scene, at, verb, complements) ? "passive" : "active"} voice`;
  const more = {
    change,
    coupling: frame.coupling,
    sure: frame.sure,
    because,
    ...(frame.strength ? { strength: frame.strength } : {}),
  };
  if (isPassive(scene, at, verb, complements)) return passive(scene, at, frame, complements, more);
  const subject = subjectOf(scene, at);
  if (subject.people) return [];
  const other = otherEnd(scene, at, frame, complements, subject);
  return related(frame, subject, other, more);
}

type More = Omit<Finding, "consumer" | "provider">;

function related(
  frame: Frame,
  subject: Subject,
  other: NounList | undefined,
  more: More,
): Finding[] {
  if (!other) return [];
  const subjects = endsOf(subject, frame);
  const others = fits(other.refs, frame);
  if (frame.role === "fills") return others.flatMap((store) => filled(subjects, store, more));
  return frame.role === "needs" ? pairs(subjects, others, more) : pairs(others, subjects, more);
}

/** Who fills a store needs it; what else is filled needs who fills it. */
function filled(subjects: readonly Ref[], target: Ref, more: More): Finding[] {
  const name = "known" in target.end ? target.end.known : target.end.new;
  const isStore =
    isStoreProduct(`${name} ${target.phrase}`) ||
    senseOf(target.phrase.split(" ").at(-1) ?? "") === "own";
  return isStore
    ? pairs(subjects, [target], { ...more, coupling: "data" })
    : pairs([target], subjects, { ...more, coupling: "data" });
}

/** A denied or only imagined relation is none; one that ended or was cut is a removal. */
export function changeOf({ mood }: VerbChunk): "add" | "remove" | undefined {
  if (mood === "real" || mood === "failing") return "add";
  return mood === "ended" || mood === "cut" ? "remove" : undefined;
}

/** Where the other end stands: after the frame's preposition, as object, or before a relative clause. */
function otherEnd(
  scene: Scene,
  at: number,
  frame: Frame,
  { object, after }: Complements,
  subject: Subject,
): NounList | undefined {
  for (const [preposition, list] of after) {
    if (frame.after.has(preposition))
      return list.refs.length > 0 ? list : throughContent(scene, list);
  }
  if (object && frame.after.has("object") && object.refs.length > 0) return object;
  if (
    object &&
    frame.after.has("content") &&
    object.refs.some(
      ({ via, phrase }) =>
        via === "content" || senseOf(phrase.split(" ").at(-1) ?? "") === "content",
    )
  )
    return object;
  if (object && object.refs.length > 0) return undefined;
  return fronted(scene, at, subject);
}

/** `an export from B`, `the records of B`: the system whose content a phrase without a name is. */
function throughContent(scene: Scene, list: NounList): NounList {
  const sense = list.readings.at(-1)?.sense;
  if (sense !== "content" && sense !== "traffic" && sense !== undefined) return list;
  const refs = firstAfter(longPhrase(scene, list.first).after, ["from", "of"]);
  return { ...list, refs };
}

/** `B, which A uses`, `the B that A depends on`, `the B A talks to`: the end before the subject. */
function fronted(scene: Scene, at: number, subject: Subject): NounList | undefined {
  if (subject.first === undefined || scene.chunks[at - 1]?.kind === "rel") return undefined;
  const before = scene.chunks[subject.first - 1];
  if (before?.kind === "rel") {
    const { refs } = antecedentOf(scene, subject.first - 1);
    return refs.length > 0 ? { refs, readings: [], next: at, first: subject.first } : undefined;
  }
  return undefined;
}

function isPassive(
  scene: Scene,
  at: number,
  verb: VerbChunk,
  { object, after }: Complements,
): boolean {
  if (verb.passive) return true;
  if (verb.lead !== "participle" || object) return false;
  if (after.has("by")) return true;
  const follows = scene.chunks[at + 1];
  const previous = scene.chunks[at - 1]?.kind;
  return (
    follows?.kind === "prep" &&
    (previous === "comma" || (previous === "np" && REDUCED.has(verb.lemma)))
  );
}

/** As a bare participle after a noun these are passive: `a service hosted on X`. */
const REDUCED = new Set(
  "host base build store back deploy power own run locate serve feed".split(" "),
);

function passive(
  scene: Scene,
  at: number,
  frame: Frame,
  { after }: Complements,
  more: More,
): Finding[] {
  const subject = subjectOf(scene, at);
  const by = after.get("by");
  if (frame.role !== "needs") {
    const place = after.get("from") ?? after.get("on") ?? after.get("in") ?? after.get("with");
    const agent = by ?? (frame.coupling === "event" ? undefined : place);
    if (!agent) return [];
    return pairs(endsOf(subject, frame), fits(agent.refs, frame), more);
  }
  if (frame.after.has("object") && by && by.refs.length > 0) {
    return pairs(fits(by.refs, frame), endsOf(subject, frame), more);
  }
  for (const [preposition, list] of after) {
    if (!frame.after.has(preposition) || list.refs.length === 0) continue;
    const consumers = by && by.refs.length > 0 ? fits(by.refs, frame) : endsOf(subject, frame);
    return pairs(consumers, fits(list.refs, frame), more);
  }
  if (by && by.refs.length > 0 && frame.after.has("on"))
    return pairs(fits(by.refs, frame), endsOf(subject, frame), more);
  return [];
}

/** The subject's systems; a strong verb also takes a plain noun for one. */
function endsOf(subject: Subject, frame: Frame): readonly Ref[] {
  if (subject.refs.length > 0) return fits(subject.refs, frame);
  if (subject.plain === undefined || frame.sure < 0.95) return [];
  return [{ end: { new: subject.plain }, via: "self", phrase: subject.plain }];
}

function fits(refs: readonly Ref[], frame: Frame): readonly Ref[] {
  return refs.filter(({ via, end }) => via !== "work" && (!frame.knownOnly || "known" in end));
}
