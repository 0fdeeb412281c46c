import { endKey } from "./captured.ts";
import { pairs, type Finding } from "./finding.ts";
import { endsOf, fits } from "./fitting.ts";
import { framesOf, type Frame } from "./frames.ts";
import { complementsOf, type Complements } from "./objects.ts";
import { otherEnds } from "./other-end.ts";
import { filled, inPassive } from "./passive-relations.ts";
import { byPeople } from "./people-relations.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import type { Subject } from "./left-phrases.ts";
import { subjectOf } from "./subjects.ts";
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
  const moved = alongTheWay(verb, subject, complements, more);
  if (moved.length > 0) return moved;
  if (passive) return inPassive(frame, subject, complements, more);
  if (subject.people) return byPeople(scene, at, frame, complements, more);
  const others = fits(otherEnds(scene, at, frame, complements, subject), frame);
  const subjects = endsOf(subject, frame).filter((ref) => frame.sure > 0.55 || ref.via === "self");
  return [
    ...related(frame, subjects, others, more),
    ...relayed(frame, subjects, others, complements, more),
  ];
}

/** `payments go from X to Y`, `events are sent from X to Y`: what moves has no name, its two ends have. */
function alongTheWay(
  { lemma }: VerbChunk,
  subject: Subject,
  { after }: Complements,
  more: More,
): Finding[] {
  const [from, to] = [
    after.get("from")?.refs ?? [],
    after.get("to")?.refs ?? after.get("into")?.refs ?? [],
  ];
  if (subject.refs.length > 0 || subject.people || !MOTION.has(lemma) || from.length === 0)
    return [];
  return pairs(from, to, { ...more, sure: 0.7 });
}

const MOTION = new Set(
  "go flow travel pass send forward route stream write publish copy replicate deliver push move".split(
    " ",
  ),
);

/** What ended or was cut is a removal; what is only imagined is nothing. */
function changeOf({ mood }: VerbChunk): Finding["change"] | undefined {
  if (mood === "real" || mood === "failing") return "add";
  if (mood === "denied") return "deny";
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

/** `A talks to B through C`: A needs C, and C needs B. */
function relayed(
  frame: Frame,
  subjects: readonly Ref[],
  others: readonly Ref[],
  { after }: Complements,
  more: More,
): Finding[] {
  const relays = (after.get("through") ?? after.get("via") ?? after.get("over"))?.refs ?? [];
  const relay = relays.filter(({ via, end }) => via === "self" && "known" in end);
  if (frame.role !== "needs" || frame.after.has("via") || relay.length !== 1) return [];
  const beyond = others.filter(({ end }) => endKey(end) !== endKey((relay[0] as Ref).end));
  const way: More = { ...more, coupling: "call", sure: Math.max(more.sure, 0.65) };
  return [...pairs(subjects, relay, way), ...pairs(relay, beyond, way)];
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
