import { pairs, type Finding } from "./finding.ts";
import type { Ref } from "./refs.ts";
import { listRight, type NounList } from "./noun-lists.ts";
import { sceneOf, type Scene } from "./scene.ts";

/** Where things run: `the ledger nodes in zone b`; and asides that name a part: `X's database (Y)`. */
export function placeRelations(scene: Scene): Finding[] {
  return scene.readings.flatMap((reading, at) =>
    reading?.ref ? [...inPlace(scene, at), ...inBrackets(scene, at), ...behind(scene, at)] : [],
  );
}

/** Is this the name of a zone, a region or a data centre? */
export function isPlace({ phrase, end }: Ref): boolean {
  const words = `${phrase} ${"known" in end ? end.known : end.new}`
    .toLowerCase()
    .split(/[^a-z0-9-]/u);
  return words.some((word) => PLACE_WORDS.has(word) || isZoneCode(word));
}

const PLACE_WORDS = new Set(
  "zone zones region regions az datacenter datacentre data-center colo".split(" "),
);

/** `us-east-1a`, `eu-west-2`: a compass point between dashes and a number. */
function isZoneCode(word: string): boolean {
  const parts = word.split("-");
  return (
    parts.length >= 3 &&
    parts.some((part) => COMPASS.has(part)) &&
    /\d[a-z]?$/u.test(parts.at(-1) ?? "")
  );
}

const COMPASS = new Set(
  "east west north south central northeast southeast northwest southwest".split(" "),
);

function inPlace(scene: Scene, at: number): Finding[] {
  const preposition = scene.chunks[at + 1];
  if (
    preposition?.kind !== "prep" ||
    !["in", "within", "inside"].includes(preposition.word) ||
    !scene.readings[at + 2]
  )
    return [];
  const before = listRight(scene, at, { namesOnly: true });
  const place: NounList = listRight(scene, at + 2, { namesOnly: true });
  const things = before.refs.filter((ref) => ref.via === "self" && !isPlace(ref));
  return pairs(things, place.refs.filter(isPlace), {
    change: "add",
    coupling: "runs-on",
    sure: 0.75,
    because: "it stands in that place",
  });
}

/** `the model server behind Recommendations`: what stands behind a thing carries it. */
function behind(scene: Scene, at: number): Finding[] {
  const preposition = scene.chunks[at + 1];
  if (
    preposition?.kind !== "prep" ||
    !["behind", "underneath", "beneath"].includes(preposition.word)
  )
    return [];
  const front = scene.readings[at + 2]?.ref;
  const back = scene.readings[at]?.ref;
  if (!front || !back || scene.chunks[at + 3]?.kind !== "verb") return [];
  return pairs([front], [back], {
    change: "add",
    coupling: "by-noun",
    sure: 0.7,
    because: "one stands behind the other",
  });
}

/** Nouns for what a system keeps its things in. */
const HOLDERS = new Set(
  "infrastructure database db datastore store storage backend cache queue index broker".split(" "),
);

function inBrackets(scene: Scene, at: number): Finding[] {
  const reading = scene.readings[at];
  const aside = scene.chunks[at + 1];
  if (
    !reading?.ref ||
    aside?.kind !== "aside" ||
    aside.chunks.length !== 1 ||
    !HOLDERS.has(reading.head)
  )
    return [];
  const inner = listRight(sceneOf(aside.chunks, scene.memory), 0, { namesOnly: true });
  const owner: Ref = reading.ref.owner ? { ...reading.ref, end: reading.ref.owner } : reading.ref;
  return pairs([owner], inner.refs, {
    change: "add",
    coupling: "data",
    sure: 0.75,
    because: "its store is named in brackets",
  });
}
