import type { Chunk, NounChunk } from "./chunks.ts";
import { readPhrase, type PhraseReading, type Ref } from "./refs.ts";

/** What the sentences before this one spoke of, for pronouns and "this outage". */
export interface Memory {
  /** Systems that were the subject of the last main clause. */
  readonly subjects: readonly Ref[];
  /** Systems that were the subject of any main clause of the last sentence. */
  readonly allSubjects: readonly Ref[];
  /** All systems of the last sentence, in order. */
  readonly mentioned: readonly Ref[];
  /** What the last sentence said was broken. */
  readonly harmed: readonly Ref[];
}

export const NOTHING_SAID: Memory = { subjects: [], allSubjects: [], mentioned: [], harmed: [] };

/** One sentence (or one aside) under study. */
export interface Scene {
  readonly chunks: readonly Chunk[];
  /** Readings of the noun phrases, by place. */
  readonly readings: readonly (PhraseReading | undefined)[];
  readonly memory: Memory;
  /** What an aside is about: the phrase before its bracket. */
  readonly host: readonly Ref[];
}

/** How far a search goes in one direction; no clause is longer. */
export const REACH = 40;

/** Prepares a sentence's chunks for questions about subjects and objects. */
export function sceneOf(
  chunks: readonly Chunk[],
  memory: Memory,
  host: readonly Ref[] = [],
): Scene {
  const readings = chunks.map((chunk) =>
    chunk.kind === "np" ? readPhrase(chunk as NounChunk) : undefined,
  );
  return { chunks, readings, memory, host };
}

/** The place after a phrase, its aside, and the phrases that hang on it by prepositions. */
export function endOfPhrase(scene: Scene, at: number): number {
  let next = at + 1;
  while (next - at < REACH) {
    if (scene.chunks[next]?.kind === "aside") next += 1;
    else if (scene.chunks[next]?.kind === "prep" && scene.chunks[next + 1]?.kind === "np")
      next += 2;
    else return next;
  }
  return next;
}

/** Does a phrase end at this place: a noun phrase, or its aside? */
export function isPhraseEnd(scene: Scene, at: number): boolean {
  if (scene.chunks[at]?.kind === "np") return true;
  return scene.chunks[at]?.kind === "aside" && scene.chunks[at - 1]?.kind === "np";
}

/** Equal ends once, in order. */
export function unique(refs: readonly Ref[]): readonly Ref[] {
  const seen = new Set<string>();
  return refs.filter(({ end }) => {
    const key = JSON.stringify(end);
    return !seen.has(key) && seen.add(key);
  });
}
