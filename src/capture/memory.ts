import { hitByVerb, victimsIn } from "./blame.ts";
import { clauseRight } from "./clauses.ts";
import { tellsOfFault } from "./faults.ts";
import { listRight } from "./noun-lists.ts";
import type { Ref } from "./refs.ts";
import { unique, type Memory, type Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";

/** What a sentence leaves behind for the next one's pronouns. A sentence without systems leaves what was there. */
export function remembered(scene: Scene): Memory {
  const names = namesIn(scene);
  const harmed = harmedIn(scene);
  const subjects = scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "verb" || chunk.lead === "to" || chunk.lead === "ing") return [];
    const { refs, people } = subjectOf(scene, at);
    return people ? [] : [refs];
  });
  const mentioned = names.length > 0 ? names : unique(subjects.flat());
  if (mentioned.length === 0) return scene.memory;
  return {
    subjects: subjects[0] ?? [],
    allSubjects: unique(subjects.flat()),
    mentioned,
    harmed: harmed.length > 0 ? harmed : scene.memory.harmed,
  };
}

/** Who is in trouble in the main clause; without one, whoever is. */
function harmedIn(scene: Scene): readonly Ref[] {
  for (let at = 0; at < scene.chunks.length; at += 1) {
    const verb = scene.chunks[at];
    if (verb?.kind !== "verb" || verb.lead === "to" || verb.lead === "ing") continue;
    if (!tellsOfFault(scene, { from: at, to: clauseRight(scene, at).to })) continue;
    const refs = hitByVerb(scene, at, verb);
    if (refs.length > 0) return refs;
  }
  return victimsIn(scene, { from: 0, to: scene.chunks.length });
}

function namesIn(scene: Scene): readonly Ref[] {
  const names: Ref[] = [];
  for (let at = 0; at < scene.chunks.length; at += 1) {
    if (!scene.readings[at]) continue;
    const list = listRight(scene, at, { namesOnly: true });
    names.push(...list.refs);
    at = Math.max(at, list.next - 1);
  }
  return unique(names);
}
