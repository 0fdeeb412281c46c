import { culpritsIn } from "./blame.ts";
import { clauseLeft, clauseRight, type Stretch } from "./clauses.ts";
import { tellsOfFault } from "./faults.ts";
import { pairs, type Finding } from "./finding.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";

/** Verbs of those who do not mind. */
const UNMOVED = new Set(
  "keep continue stay remain work survive tolerate ignore function operate be have alert page notify report log".split(
    " ",
  ),
);

/**
 * What a system does whenever another fails, told as a law: `X hides the prices when Y errors`, `X falls back to Z if Y is down`.
 *
 * It has a way to live without, so the dependency is soft.
 */
export function lawRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "sub" || !["when", "whenever", "if"].includes(chunk.word)) return [];
    const cause = clauseRight(scene, at + 1);
    const left = clauseLeft(scene, at);
    const effect = left.to - left.from > 1 ? left : clauseRight(scene, cause.to + 1);
    if (!tellsOfFault(scene, cause) || !isPresent(scene, cause)) return [];
    const verb = mainVerb(scene, effect);
    if (verb === undefined) return [];
    const subject = subjectOf(scene, verb);
    if (subject.people) return [];
    return pairs(subject.refs, culpritsIn(scene, cause), {
      change: "add",
      coupling: "by-noun",
      strength: "soft",
      sure: 0.65,
      because: `what one does "${chunk.word}" the other fails`,
    });
  });
}

/** The clause's finite verb, if it tells of a habit of somebody who minds. */
function mainVerb(scene: Scene, { from, to }: Stretch): number | undefined {
  for (let at = from; at < to; at += 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind !== "verb" || chunk.lead !== "finite") continue;
    const habit = !chunk.past && chunk.mood === "real" && !UNMOVED.has(chunk.lemma);
    return habit ? at : undefined;
  }
  return undefined;
}

function isPresent(scene: Scene, { from, to }: Stretch): boolean {
  return scene.chunks
    .slice(from, to)
    .every((chunk) => chunk.kind !== "verb" || !chunk.past || chunk.passive);
}
