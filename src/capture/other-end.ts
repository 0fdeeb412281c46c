import { firstAfter, longPhrase } from "./blame.ts";
import type { Frame } from "./frames.ts";
import type { NounList } from "./noun-lists.ts";
import { senseOf } from "./nouns.ts";
import type { Complements } from "./objects.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import type { Subject } from "./left-phrases.ts";
import { antecedentOf } from "./subjects.ts";

/**
 * The systems at a verb's other end: after its prepositions, as its object, or before a relative clause.
 *
 * A verb that moves things (`copies from A to B`) may have several.
 */
export function otherEnds(
  scene: Scene,
  at: number,
  frame: Frame,
  { object, after }: Complements,
  subject: Subject,
): readonly Ref[] {
  const lists = [...after]
    .filter(([preposition]) => frame.after.has(preposition))
    .map(([, list]) => list);
  if (lists.length > 0) {
    const wanted = frame.after.has("via") ? lists : lists.slice(0, 1);
    return wanted.flatMap((list) =>
      list.refs.length > 0 ? list.refs : throughContent(scene, list),
    );
  }
  if (object && object.refs.length > 0) {
    if (frame.after.has("by content"))
      return object.refs.filter(({ via }) => via === "content" || via === "traffic");
    const taken =
      frame.after.has("object") || (frame.after.has("content") && object.refs.some(isContent));
    return taken ? object.refs : [];
  }
  return fronted(scene, at, subject);
}

function isContent({ via, phrase }: Ref): boolean {
  return via === "content" || senseOf(phrase.split(" ").at(-1) ?? "") === "content";
}

/** `an export from B`, `the records of B`: the system whose content a phrase without a name is. */
function throughContent(scene: Scene, list: NounList): readonly Ref[] {
  const sense = list.readings.at(-1)?.sense;
  if (sense !== "content" && sense !== "traffic" && sense !== "part" && sense !== undefined)
    return list.refs;
  const { after } = longPhrase(scene, list.first);
  return firstAfter(after, sense === "part" ? ["in", "of", "at"] : ["from", "of"]);
}

/** `B, which A uses`, `the B that A depends on`: the end before the subject. */
function fronted(scene: Scene, at: number, subject: Subject): readonly Ref[] {
  if (subject.first === undefined || scene.chunks[at - 1]?.kind === "rel") return [];
  return scene.chunks[subject.first - 1]?.kind === "rel"
    ? antecedentOf(scene, subject.first - 1).refs
    : [];
}
