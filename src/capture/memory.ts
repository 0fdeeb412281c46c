import type { Ref } from "./refs.ts";
import { listRight } from "./noun-lists.ts";
import { unique, type Memory, type Scene } from "./scene.ts";
import { victimsIn } from "./blame.ts";
import { subjectOf } from "./subjects.ts";

/** What a sentence leaves behind for the next one's pronouns. A sentence without systems leaves what was there. */
export function remembered(scene: Scene): Memory {
  const mentioned: Ref[] = [];
  for (let at = 0; at < scene.chunks.length; at += 1) {
    if (!scene.readings[at]) continue;
    const list = listRight(scene, at, { namesOnly: true });
    mentioned.push(...list.refs);
    at = Math.max(at, list.next - 1);
  }
  if (mentioned.length === 0) return scene.memory;
  const harmed = victimsIn(scene, { from: 0, to: scene.chunks.length });
  const verb = scene.chunks.findIndex(
    (chunk) => chunk.kind === "verb" && chunk.lead !== "to" && chunk.lead !== "ing",
  );
  const subject = verb < 0 ? undefined : subjectOf(scene, verb);
  return {
    subjects: subject?.refs ?? [],
    mentioned: unique(mentioned),
    harmed: harmed.length > 0 ? harmed : scene.memory.harmed,
  };
}
