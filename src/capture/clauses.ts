import type { Chunk } from "./chunks.ts";
import { listRight } from "./noun-lists.ts";
import { endOfPhrase, REACH, type Scene } from "./scene.ts";

/** Part of a sentence: the chunks from `from` up to, not including, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const OPENERS = new Set<Chunk["kind"]>(["sub", "because", "thus", "break"]);

/** The clause to the left of a place: back to the joint that opens it. */
export function clauseLeft(scene: Scene, to: number): Stretch {
  let from = to;
  while (from > 0 && to - from < REACH) {
    const chunk = scene.chunks[from - 1] as Chunk;
    if (OPENERS.has(chunk.kind) && !isShortened(scene, from)) break;
    if (chunk.kind === "comma" && opensClause(scene, from, to) && !isFronted(scene, from - 1))
      break;
    from -= 1;
  }
  return { from, to };
}

/** `when processing messages`: a clause without a subject belongs to the one before it. */
function isShortened(scene: Scene, at: number): boolean {
  const verb = scene.chunks[at];
  return verb?.kind === "verb" && verb.lead === "ing" && scene.chunks[at - 1]?.kind === "sub";
}

/** `For the ledger, …`: a phrase put in front belongs to the clause behind its comma. */
function isFronted(scene: Scene, comma: number): boolean {
  if (scene.chunks[0]?.kind !== "prep") return false;
  return scene.chunks
    .slice(0, comma)
    .every(({ kind }) => kind === "prep" || kind === "np" || kind === "aside" || kind === "and");
}

/** Does a phrase with a finite verb of its own stand here? */
function opensClause(scene: Scene, at: number, to: number): boolean {
  const first = scene.chunks[at]?.kind === "and" ? at + 1 : at;
  if (scene.chunks[first]?.kind !== "np") return false;
  const next = endOfPhrase(scene, first);
  const verb = scene.chunks[next];
  return next < to && verb?.kind === "verb" && verb.lead !== "to" && verb.lead !== "ing";
}

/** The clause to the right of a place: up to the joint that ends it. */
export function clauseRight(scene: Scene, from: number): Stretch {
  let to = from;
  while (to < scene.chunks.length && to - from < REACH) {
    const chunk = scene.chunks[to] as Chunk;
    if (OPENERS.has(chunk.kind)) break;
    if (chunk.kind === "comma" && endsClause(scene, from, to)) break;
    to += 1;
  }
  return { from, to };
}

/** A comma ends a clause when it does not merely divide a list. */
function endsClause(scene: Scene, from: number, comma: number): boolean {
  const next = scene.chunks[comma + 1];
  if (next?.kind !== "np") return true;
  const list = listRight(scene, comma + 1, { namesOnly: true });
  const after = scene.chunks[list.next];
  const hasVerb = scene.chunks.slice(from, comma).some(({ kind }) => kind === "verb");
  return after?.kind === "verb" || after?.kind === "comma" || (after?.kind === "prep" && hasVerb);
}
