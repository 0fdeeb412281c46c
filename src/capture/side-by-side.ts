import { pairs, type Finding } from "./finding.ts";
import { tellsOfFault } from "./faults.ts";
import { listRight } from "./noun-lists.ts";
import { kindOf } from "./nouns.ts";
import { isPlace } from "./place-relations.ts";
import { productCoupling } from "./products.ts";
import type { Ref } from "./refs.ts";
import { REACH, type Scene } from "./scene.ts";

/** Kinds of things that others need and that need nobody themselves, as far as a sentence about a failure goes. */
const NEEDED = new Set([
  "queue",
  "topic",
  "dataset",
  "datastore",
  "cache",
  "dns",
  "certificate",
  "network",
  "zone",
  "region",
]);

/**
 * A service and a store, queue or network in one sentence about a failure, with nothing else between them.
 *
 * The weakest of all signs, and only where no other rule has spoken: exactly two systems, in different phrases, one
 * of them of a kind that others need.
 */
export function sideBySide(scene: Scene, seen: readonly Finding[]): Finding[] {
  if (seen.length > 0 || scene.chunks.length > REACH) return [];
  if (!tellsOfFault(scene, { from: 0, to: scene.chunks.length })) return [];
  const lists = listsOf(scene);
  const [one, other] = lists;
  if (!one || !other || lists.length !== 2 || deniesAnything(scene)) return [];
  const [first, second] = [one[0], other[0]];
  if (one.length !== 1 || other.length !== 1 || !first || !second) return [];
  if (isNeeded(first) === isNeeded(second)) return [];
  const [consumer, provider] = isNeeded(second) ? [first, second] : [second, first];
  return pairs([consumer], [provider], {
    change: "add",
    coupling: "by-noun",
    sure: 0.5,
    because: "side by side in a sentence about a failure",
  });
}

function listsOf(scene: Scene): (readonly Ref[])[] {
  const lists: (readonly Ref[])[] = [];
  const ends = new Set<string>();
  for (let at = 0; at < scene.chunks.length; at += 1) {
    if (!scene.readings[at]) continue;
    const list = listRight(scene, at, { namesOnly: true });
    at = Math.max(at, list.next - 1);
    const fresh = list.refs.filter(
      ({ end, via }) => "known" in end && via !== "work" && via !== "about" && !ends.has(end.known),
    );
    for (const { end } of fresh) if ("known" in end) ends.add(end.known);
    if (fresh.length > 0) lists.push(fresh);
  }
  return lists;
}

function isNeeded(ref: Ref): boolean {
  const words = `${ref.phrase} ${"known" in ref.end ? ref.end.known : ref.end.new}`.split(
    /[^\p{L}\p{N}]/u,
  );
  const product = productCoupling(words.join(" "));
  if (product !== undefined && product !== "runs-on" && product !== "identity") return true;
  return isPlace(ref) || words.some((word) => NEEDED.has(kindOf(word) ?? ""));
}

function deniesAnything(scene: Scene): boolean {
  return scene.chunks.some(
    (chunk) =>
      chunk.kind === "instead" ||
      (chunk.kind === "verb" && (chunk.mood === "denied" || chunk.mood === "unreal")),
  );
}
