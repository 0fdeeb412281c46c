import { endOfPhrase, isPhraseEnd, type Scene } from "./scene.ts";
import type { VerbChunk } from "./verb-groups.ts";

/** A bare participle before `by` describes the phrase next to it and no list: `topics used by X`. */
export function isReduced(scene: Scene, at: number): boolean {
  const verb = scene.chunks[at] as VerbChunk;
  const next = scene.chunks[at + 1];
  if (verb.lead !== "participle" || next?.kind !== "prep") return false;
  if (next.word === "by") return true;
  const after = scene.chunks[complementsEnd(scene, at + 1)];
  return after?.kind === "verb" && after.lead === "finite";
}

/** The place after the prepositions and phrases behind a verb. */
function complementsEnd(scene: Scene, from: number): number {
  let at = from;
  while (scene.chunks[at]?.kind === "prep" && scene.chunks[at + 1]?.kind === "np")
    at = endOfPhrase(scene, at + 1);
  return at;
}

/** `Why was X down`, `Is X down`: a question's subject stands behind its verb. */
export function isInverted(scene: Scene, at: number): boolean {
  const verb = scene.chunks[at] as VerbChunk;
  const opener = scene.chunks[at - 1];
  const asks =
    at === 0 || (at === 1 && opener?.kind === "np" && ASKING.has(opener.items[0]?.lower ?? ""));
  return (
    asks &&
    verb.lead === "finite" &&
    ["be", "have", "do"].includes(verb.lemma) &&
    scene.chunks[at + 1]?.kind === "np"
  );
}

const ASKING = new Set(["why", "how", "what", "when", "where"]);

/** `X, backed by Y, …`: a participle after a comma describes the phrase before it. */
export function isApposed(scene: Scene, at: number): boolean {
  const verb = scene.chunks[at] as VerbChunk;
  return (
    verb.lead === "participle" &&
    scene.chunks[at + 1]?.kind === "prep" &&
    isPhraseEnd(scene, at - 2)
  );
}

/** The `both` of `A and B, both of which …`. */
export function isQuantifier(scene: Scene, at: number): boolean {
  const chunk = scene.chunks[at];
  const of = scene.chunks[at + 1];
  const first = chunk?.kind === "np" ? (chunk.items[0]?.lower ?? "") : "";
  return (
    ["both", "all", "most", "some", "many", "none"].includes(first) &&
    of?.kind === "prep" &&
    of.word === "of"
  );
}

/** Does this stand between a relative pronoun and the phrase that it means? */
export function isBetween(scene: Scene, at: number, rel: number): boolean {
  const kind = scene.chunks[at]?.kind;
  return kind === "comma" || kind === "aside" || (kind === "prep" && at === rel - 1);
}
