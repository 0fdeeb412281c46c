import { pairs, type Finding } from "./finding.ts";
import { framesOf, type Frame } from "./frames.ts";
import { senseOf } from "./nouns.ts";
import { complementsOf, type Complements } from "./objects.ts";
import { otherEnds } from "./other-end.ts";
import { isStoreProduct } from "./products.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import { subjectOf, type Subject } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

type More = Omit<Finding, "consumer" | "provider">;

/** Dependencies stated by a verb: `A relies on B`, `B is used by A`, `A, which B feeds`, `we store A in B`. */
export function verbRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "verb") return [];
    const frames = framesOf(chunk.lemma);
    if (frames.length === 0) return [];
    const complements = complementsOf(scene, at);
    return frames.flatMap((frame) => applied(scene, at, chunk, frame, complements));
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
  const passive = isPassive(scene, at, verb, complements);
  const more: More = {
    change,
    coupling: frame.coupling,
    sure: frame.sure,
    because: `"${verb.lemma}" in the ${passive ? "passive" : "active"} voice`,
    ...(frame.strength ? { strength: frame.strength } : {}),
  };
  const subject = subjectOf(scene, at);
  if (passive) return inPassive(frame, subject, complements, more);
  if (subject.people) return byPeople(scene, at, frame, complements, more);
  const others = fits(otherEnds(scene, at, frame, complements, subject), frame);
  const subjects = endsOf(subject, frame);
  return [
    ...related(frame, subjects, others, more),
    ...relayed(frame, subjects, others, complements, more),
  ];
}

/** A denied or only imagined relation is none; one that ended or was cut is a removal. */
export function changeOf({ mood }: VerbChunk): "add" | "remove" | undefined {
  if (mood === "real" || mood === "failing") return "add";
  return mood === "ended" || mood === "cut" ? "remove" : undefined;
}

function related(
  frame: Frame,
  subjects: readonly Ref[],
  others: readonly Ref[],
  more: More,
): Finding[] {
  if (frame.role === "needs") return pairs(subjects, others, more);
  if (frame.role === "gives") return pairs(others, subjects, more);
  return others.flatMap((target) => filled(subjects, target, more));
}

/** Who fills a store needs it; what else is filled needs who fills it. */
function filled(subjects: readonly Ref[], target: Ref, more: More): Finding[] {
  const name = "known" in target.end ? target.end.known : target.end.new;
  const isStore =
    isStoreProduct(`${name} ${target.phrase}`) ||
    senseOf(target.phrase.split(" ").at(-1) ?? "") === "own";
  const data = { ...more, coupling: "data" } as const;
  return isStore ? pairs(subjects, [target], data) : pairs([target], subjects, data);
}

/** `A talks to B through C`: A needs C, and C needs B. */
function relayed(
  frame: Frame,
  subjects: readonly Ref[],
  others: readonly Ref[],
  { after }: Complements,
  more: More,
): Finding[] {
  const relay = (after.get("through") ?? after.get("via"))?.refs ?? [];
  if (
    frame.role !== "needs" ||
    frame.after.has("via") ||
    relay.length !== 1 ||
    !(after.has("to") || after.has("with") || after.has("into"))
  )
    return [];
  const beyond = others.filter(({ end }) => JSON.stringify(end) !== JSON.stringify(relay[0]?.end));
  const way: More = { ...more, coupling: "call" };
  return [...pairs(subjects, relay, way), ...pairs(relay, beyond, way)];
}

/** `we store A in B`, `we use B in A`: people do it, and the two systems are object and place. */
function byPeople(
  scene: Scene,
  at: number,
  frame: Frame,
  { object, after }: Complements,
  more: More,
): Finding[] {
  if (frame.role !== "needs" || !object || object.refs.length === 0 || more.change === "remove")
    return [];
  const weaker = { ...more, sure: Math.min(more.sure, 0.75) };
  if (frame.after.has("object")) {
    const users =
      (after.get("in") ?? after.get("from") ?? after.get("for") ?? after.get("within"))?.refs ?? [];
    return isOurs(scene, at)
      ? pairs(
          users.filter(({ via }) => via === "self"),
          fits(object.refs, frame),
          weaker,
        )
      : [];
  }
  const place = [...after].find(([preposition]) => frame.after.has(preposition))?.[1].refs ?? [];
  const kept = object.refs.filter(({ via }) => via === "self" || via === "content");
  return isOurs(scene, at) &&
    KEEPING.has(scene.chunks[at]?.kind === "verb" ? (scene.chunks[at] as VerbChunk).lemma : "")
    ? pairs(kept, fits(place, frame), weaker)
    : [];
}

/** What people do with a system so that it needs the place where they do it. */
const KEEPING = new Set(
  "store keep cache hold persist run host deploy serve build base publish route proxy replicate back mount".split(
    " ",
  ),
);

/** We, not our customers. */
function isOurs(scene: Scene, at: number): boolean {
  const before = scene.chunks[at - 1];
  return before?.kind === "np" && ["we", "i"].includes(before.items[0]?.lower ?? "");
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
  const previous = scene.chunks[at - 1]?.kind;
  return (
    scene.chunks[at + 1]?.kind === "prep" &&
    (previous === "comma" || (previous === "np" && REDUCED.has(verb.lemma)))
  );
}

/** As a bare participle after a noun these are passive: `a service hosted on X`. */
const REDUCED = new Set("host base build store back deploy power own locate serve feed".split(" "));

function inPassive(frame: Frame, subject: Subject, { after }: Complements, more: More): Finding[] {
  const by = after.get("by");
  if (frame.role !== "needs") {
    const place = after.get("from") ?? after.get("on") ?? after.get("in") ?? after.get("with");
    const agent =
      by ?? (frame.coupling === "event" || frame.after.has("by passive") ? undefined : place);
    const agents = fits(agent?.refs ?? [], frame);
    if (frame.role === "fills")
      return endsOf(subject, frame).flatMap((target) => filled(agents, target, more));
    return pairs(endsOf(subject, frame), agents, more);
  }
  if (frame.after.has("object") && by && by.refs.length > 0)
    return pairs(fits(by.refs, frame), endsOf(subject, frame), more);
  const consumers = by && by.refs.length > 0 ? fits(by.refs, frame) : endsOf(subject, frame);
  const place = [...after].find(
    ([preposition, { refs }]) => frame.after.has(preposition) && refs.length > 0,
  )?.[1];
  if (place) return pairs(consumers, fits(place.refs, frame), more);
  return by && by.refs.length > 0 && frame.after.has("on")
    ? pairs(fits(by.refs, frame), endsOf(subject, frame), more)
    : [];
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
