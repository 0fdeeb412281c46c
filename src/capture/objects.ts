import { FILLING } from "./frames.ts";
import type { PhraseReading, Ref } from "./refs.ts";
import { listRight, type NounList } from "./noun-lists.ts";
import { REACH, type Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** What follows a verb: its object, and what stands after each preposition. */
export interface Complements {
  readonly object?: NounList;
  readonly after: ReadonlyMap<string, NounList>;
  /** The words after the verb up to the clause's end. */
  readonly end: number;
}

/** Reads what follows a verb, up to the end of its clause. */
export function complementsOf(scene: Scene, verb: number): Complements {
  const after = new Map<string, NounList>();
  let object: NounList | undefined;
  let preposition: string | undefined;
  let outer: string | undefined;
  let at = verb + 1;
  const end = Math.min(scene.chunks.length, verb + REACH);
  while (at < end) {
    const chunk = scene.chunks[at];
    if (!chunk) break;
    if (chunk.kind === "prep") {
      // "falls through to X": X stands after both.
      outer = preposition;
      preposition = chunk.word;
      at += 1;
    } else if (chunk.kind === "np" && isWhat(scene, at)) {
      at += 1;
    } else if (chunk.kind === "np") {
      if (startsClause(scene, at, object !== undefined || after.size > 0)) break;
      const list = withFillers(scene, listRight(scene, at));
      if (preposition !== undefined) {
        if (outer !== undefined && !after.has(outer)) after.set(outer, list);
        if (!after.has(preposition)) after.set(preposition, list);
      } else object ??= list;
      preposition = undefined;
      outer = undefined;
      at = list.next;
    } else if (chunk.kind === "aside" || chunk.kind === "particle") at += 1;
    else if (
      (chunk.kind === "and" || chunk.kind === "comma") &&
      scene.chunks[at + 1]?.kind === "prep"
    )
      at += 1;
    else break;
  }
  return { ...(object ? { object } : {}), after, end: at };
}

/** `sees what Y returns`: what is seen is Y's. */
function isWhat(scene: Scene, at: number): boolean {
  const chunk = scene.chunks[at];
  return (
    chunk?.kind === "np" && chunk.items[0]?.lower === "what" && scene.chunks[at + 1]?.kind === "np"
  );
}

/** A phrase with a finite verb of its own begins the next clause. */
function startsClause(scene: Scene, at: number, later: boolean): boolean {
  const list = listRight(scene, at);
  const next = scene.chunks[list.next];
  return (
    later &&
    next?.kind === "verb" &&
    next.lead === "finite" &&
    scene.chunks[at - 1]?.kind !== "prep"
  );
}

/** `the table that B fills`, `the table filled by B`: who reads the table depends on B, too. */
function withFillers(scene: Scene, list: NounList): NounList {
  const { chunks } = scene;
  const last = list.readings.at(-1);
  if (!last || !isContent(last)) return list;
  const rel = chunks[list.next]?.kind === "rel" ? list.next + 1 : list.next;
  for (let at = rel; at < Math.min(chunks.length, rel + 4); at += 1) {
    const chunk = chunks[at];
    if (chunk?.kind !== "verb") continue;
    if (!FILLING.has(chunk.lemma) || chunk.mood !== "real") return list;
    const refs = fillersAt(scene, at, chunk, rel);
    return refs.length === 0 ? list : { ...list, refs: [...list.refs, ...refs] };
  }
  return list;
}

function fillersAt(scene: Scene, at: number, verb: VerbChunk, rel: number): readonly Ref[] {
  const { chunks } = scene;
  const by = chunks[at + 1];
  const refs =
    by?.kind === "prep" && by.word === "by" && chunks[at + 2]?.kind === "np"
      ? listRight(scene, at + 2).refs
      : at > rel && !verb.passive
        ? subjectOf(scene, at).refs
        : [];
  return refs.map((ref) => ({ ...ref, coupling: "data" as const }));
}

function isContent({ sense, head, ref }: PhraseReading): boolean {
  return ref === undefined || sense === "own" || sense === "content" || head === "data";
}
