import { firstAfter, longPhrase } from "./blame.ts";
import { pairs, type Finding } from "./finding.ts";
import { tellsOfFault } from "./faults.ts";
import { complementsOf } from "./objects.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";

/** `A and B share C`, `A shares C with B`; and `without C, A cannot start`. */
export function sharedRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind === "verb" && chunk.lemma === "share" && chunk.mood === "real")
      return shared(scene, at);
    return chunk.kind === "prep" && chunk.word === "without" ? without(scene, at) : [];
  });
}

function shared(scene: Scene, at: number): Finding[] {
  const { object, after } = complementsOf(scene, at);
  const subject = subjectOf(scene, at);
  if (subject.people || !object) return [];
  const sharers = [...subject.refs, ...(after.get("with")?.refs ?? [])];
  return pairs(sharers, object.refs, {
    change: "add",
    coupling: "by-noun",
    sure: 0.8,
    because: "they share it",
  });
}

function without(scene: Scene, at: number): Finding[] {
  if (
    scene.chunks[at + 1]?.kind !== "np" ||
    !tellsOfFault(scene, { from: 0, to: scene.chunks.length })
  )
    return [];
  const { own, after } = longPhrase(scene, at + 1);
  const missing = own.length > 0 ? own : firstAfter(after, ["from", "of"]);
  const verb = scene.chunks.findIndex(
    (chunk) =>
      chunk.kind === "verb" &&
      chunk.lead === "finite" &&
      (chunk.mood === "failing" || chunk.mood === "denied"),
  );
  if (verb < 0) return [];
  const subject = subjectOf(scene, verb);
  if (subject.people) return [];
  return pairs(subject.refs, missing, {
    change: "add",
    coupling: "by-noun",
    sure: 0.8,
    because: "it cannot without the other",
  });
}
