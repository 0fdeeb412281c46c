import { pairs, type Finding } from "./finding.ts";
import { fits } from "./fitting.ts";
import type { Frame } from "./frames.ts";
import type { Complements } from "./objects.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import type { VerbChunk } from "./verb-groups.ts";

type More = Omit<Finding, "consumer" | "provider">;

/** `we store A in B`, `we use B in A`: people do it, and the two systems are object and place. */
export function byPeople(
  scene: Scene,
  at: number,
  frame: Frame,
  { object, after }: Complements,
  more: More,
): Finding[] {
  if (frame.role !== "needs" || more.change !== "add") return [];
  const door = after.get("through") ?? after.get("via") ?? after.get("using");
  const entered = after.get("to") ?? after.get("into") ?? object;
  if (door && entered && ENTERING.has(more.because.split('"')[1] ?? ""))
    return pairs(selves(entered.refs), selves(door.refs), {
      ...more,
      coupling: "by-noun",
      sure: 0.75,
    });
  if (!object || object.refs.length === 0) return [];
  const weaker = { ...more, sure: Math.min(more.sure, 0.75) };
  if (frame.after.has("object")) {
    const users =
      (after.get("in") ?? after.get("from") ?? after.get("for") ?? after.get("within"))?.refs ?? [];
    return isOurs(scene, at)
      ? pairs(
          users.filter(({ via }) => via === "self"),
          fits(object.refs, frame),
          weaker,
        )
      : [];
  }
  const place = [...after].find(([preposition]) => frame.after.has(preposition))?.[1].refs ?? [];
  const kept = object.refs.filter(({ via }) => via === "self" || via === "content");
  return isOurs(scene, at) &&
    KEEPING.has(scene.chunks[at]?.kind === "verb" ? (scene.chunks[at] as VerbChunk).lemma : "")
    ? pairs(kept, fits(place, frame), weaker)
    : [];
}

/** `people log in to A through B`: A needs B. */
const ENTERING = new Set("log sign authenticate access connect reach".split(" "));

function selves(refs: readonly Ref[]): readonly Ref[] {
  return refs.filter(({ via }) => via === "self");
}

/** What people do with a system so that it needs the place where they do it. */
const KEEPING = new Set(
  "store keep cache hold persist run host deploy serve build base publish route proxy replicate back mount".split(
    " ",
  ),
);

/** We, not our customers. */
function isOurs(scene: Scene, at: number): boolean {
  const before = scene.chunks[at - 1];
  return before?.kind === "np" && ["we", "i"].includes(before.items[0]?.lower ?? "");
}
