import { pairs, type Finding } from "./finding.ts";
import { complementsOf } from "./objects.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";

/** Verbs of data that get somewhere, or do not. */
const ARRIVING = new Set([
  "show",
  "appear",
  "arrive",
  "surface",
  "propagate",
  "reach",
  "sync",
  "turn",
  "land",
  "reflect",
]);

/** `edits in Y do not show up on X`: X shows what Y has. */
export function staleDataRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (
      chunk.kind !== "verb" ||
      !ARRIVING.has(chunk.lemma) ||
      (chunk.mood !== "denied" && chunk.mood !== "failing")
    )
      return [];
    const { after } = complementsOf(scene, at);
    const shown =
      (after.get("on") ?? after.get("in") ?? after.get("to") ?? after.get("at"))?.refs ?? [];
    const subject = subjectOf(scene, at);
    if (subject.people) return [];
    return pairs(shown, subject.refs, {
      change: "add",
      coupling: "data",
      sure: 0.7,
      because: "the one lacks what the other has",
    });
  });
}
