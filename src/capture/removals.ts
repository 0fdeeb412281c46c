import { pairs, type Finding } from "./finding.ts";
import { complementsOf } from "./objects.ts";
import { nounRelations } from "./noun-relations.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

const CUTTING = new Set(
  "ditch abandon remove drop cut sever eliminate delete decommission retire disable break kill rip strip".split(
    " ",
  ),
);
const PARTING = new Set(
  "decouple disconnect detach unsubscribe separate unlink isolate migrate move switch".split(" "),
);

/** Dependencies that somebody says are gone: cut, replaced or moved away from. Plans do not count. */
export function removals(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "verb" || chunk.mood !== "real" || !isDone(scene, at, chunk)) return [];
    if (chunk.lemma === "get") return ridOf(scene, at);
    if (CUTTING.has(chunk.lemma)) return cut(scene, at, chunk);
    if (PARTING.has(chunk.lemma)) return parted(scene, at, chunk);
    return chunk.lemma === "replace" || chunk.lemma === "swap" ? replaced(scene, at, chunk) : [];
  });
}

/** A past or passive form says that it has happened; `by disabling …` does after a past verb. */
function isDone(scene: Scene, at: number, verb: VerbChunk): boolean {
  if (verb.past) return true;
  const before = scene.chunks[at - 1];
  const main = scene.chunks.findLast(
    (chunk, place): chunk is VerbChunk => place < at && chunk.kind === "verb",
  );
  return (
    verb.lead === "ing" &&
    before?.kind === "prep" &&
    before.word === "by" &&
    main !== undefined &&
    main.kind === "verb" &&
    main.past
  );
}

/** `removed X's dependency on Y`, `disabled calls from X to Y`, `removed Y from X`. */
function cut(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  const because = `"${verb.lemma}" what joined them`;
  const { object, after } = complementsOf(scene, at);
  const first = object?.first ?? (verb.passive ? subjectOf(scene, at).first : undefined);
  if (first !== undefined) {
    const joined = nounRelations(scene, first, Math.max(first + 6, at));
    const named = joined.filter(
      ({ because: rule }) => rule.startsWith("the noun") || rule.includes("from one to the other"),
    );
    if (named.length > 0)
      return named.map((finding): Finding => ({ ...finding, change: "remove", because }));
  }
  const cutOff = object?.refs ?? (verb.passive ? subjectOf(scene, at).refs : []);
  const givenUp =
    GIVING_UP.has(verb.lemma) && !after.has("from") ? subjectOf(scene, at) : undefined;
  if (givenUp && !givenUp.people && !verb.passive)
    return removed(selves(givenUp.refs), selves(cutOff), 0.75, because);
  const isTraffic = cutOff.some(({ via }) => via === "traffic");
  const where = isTraffic ? (after.get("on") ?? after.get("in")) : undefined;
  const consumers = (after.get("from") ?? where)?.refs ?? [];
  return removed(consumers, selves(cutOff), 0.75, because);
}

/** Said of a system itself: `X ditched Y`. */
const GIVING_UP = new Set(["ditch", "abandon", "retire"]);

/** `X got rid of Y`. */
function ridOf(scene: Scene, at: number): Finding[] {
  const { object, after } = complementsOf(scene, at);
  if (object?.readings[0]?.head !== "rid") return [];
  const subject = subjectOf(scene, at);
  return subject.people
    ? []
    : removed(
        selves(subject.refs),
        selves(after.get("of")?.refs ?? []),
        0.75,
        "it got rid of the other",
      );
}

/** `decoupled X from Y`, `X moved away from Y`, `migrated X from Y to Z`. */
function parted(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  const { object, after } = complementsOf(scene, at);
  const mover = object && object.refs.length > 0 ? object.refs : subjectOf(scene, at).refs;
  const left = after.get("from")?.refs ?? after.get("off")?.refs ?? [];
  const because = `"${verb.lemma}" away from it`;
  const reached =
    ["migrate", "move", "switch"].includes(verb.lemma) && left.length > 0
      ? (after.get("to")?.refs ?? after.get("onto")?.refs ?? [])
      : [];
  return [
    ...removed(selves(mover), selves(left), 0.75, because),
    ...pairs(selves(mover), selves(reached), {
      change: "add",
      coupling: "by-noun",
      sure: 0.75,
      because,
    }),
  ];
}

/** `X replaced Y with Z`, `Y was replaced by Z in X`. */
function replaced(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  const { object, after } = complementsOf(scene, at);
  const subject = subjectOf(scene, at);
  const old = verb.passive ? subject.refs : (object?.refs ?? []);
  const fresh = after.get("with")?.refs ?? after.get("by")?.refs ?? [];
  const place = after.get("in")?.refs ?? after.get("for")?.refs ?? [];
  const consumers = place.length > 0 || verb.passive || subject.people ? place : subject.refs;
  const because = `"${verb.lemma}" one by the other`;
  return [
    ...removed(selves(consumers), selves(old), 0.75, because),
    ...pairs(selves(consumers), selves(fresh), {
      change: "add",
      coupling: "by-noun",
      sure: 0.75,
      because,
    }),
  ];
}

function removed(
  consumers: readonly Ref[],
  providers: readonly Ref[],
  sure: number,
  because: string,
): Finding[] {
  return pairs(consumers, providers, { change: "remove", coupling: "by-noun", sure, because });
}

function selves(refs: readonly Ref[]): readonly Ref[] {
  return refs.filter(({ via }) => via === "self" || via === "content" || via === "traffic");
}
