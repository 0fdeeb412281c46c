import { blamed, culpritsIn, systemsHit, victimsIn } from "./blame.ts";
import { clauseRight, type Stretch } from "./clauses.ts";
import { tellsOfFault } from "./faults.ts";
import { pairs, shownByFailure, type Finding } from "./finding.ts";
import { listRight } from "./noun-lists.ts";
import type { Scene } from "./scene.ts";

/** What people write without whole sentences: `Affected: A, B`, `A down -> B failing`, `A -> B`, `with A down, B fails`. */
export function fragmentRelations(scene: Scene): Finding[] {
  return [...affected(scene), ...everythingOn(scene), ...withDown(scene), ...alongArrows(scene)];
}

/** `Impact: A, B and C` after a sentence about what broke. */
function affected(scene: Scene): Finding[] {
  const colon = scene.chunks[1];
  const heading = scene.chunks[0];
  if (colon?.kind !== "break" || colon.word !== ":" || !scene.readings[2]) return [];
  const words =
    heading?.kind === "np"
      ? heading.items.map(({ lower }) => lower)
      : heading?.kind === "verb"
        ? [`${heading.lemma}ed`]
        : [];
  if (!words.some((word) => HEADINGS.has(word))) return [];
  const list = listRight(scene, 2);
  if (list.next < scene.chunks.length && scene.chunks[list.next]?.kind !== "break") return [];
  return shownByFailure(list.refs, scene.memory.harmed, 0.6, "listed as affected by what broke");
}

const HEADINGS = new Set(["affected", "impacted", "impact"]);

/** `Everything on A froze: B, C and D`. */
function everythingOn(scene: Scene): Finding[] {
  const colon = scene.chunks.findIndex((chunk) => chunk.kind === "break" && chunk.word === ":");
  const head = scene.chunks[0];
  const first = head?.kind === "np" ? (head.items[0]?.lower ?? "") : "";
  if (colon < 2 || !GENERAL.has(first) || !tellsOfFault(scene, { from: 0, to: colon })) return [];
  const list = listRight(scene, colon + 1);
  if (list.next < scene.chunks.length) return [];
  return shownByFailure(
    list.refs,
    culpritsIn(scene, { from: 0, to: colon }),
    0.7,
    "listed as what failed with another",
  );
}

const GENERAL = new Set(["everything", "all", "anything", "every", "several", "many", "most"]);

/** `With A down, B failed`. */
function withDown(scene: Scene): Finding[] {
  const preposition = scene.chunks[0];
  if (preposition?.kind !== "prep" || preposition.word !== "with" || !scene.readings[1]) return [];
  const comma = scene.chunks.findIndex(({ kind }) => kind === "comma");
  const setting: Stretch = { from: 1, to: comma };
  if (comma < 2 || !tellsOfFault(scene, setting)) return [];
  return shownByFailure(
    victimsIn(scene, clauseRight(scene, comma + 1)),
    blamed(scene, 1),
    0.7,
    "a failure with another down",
  );
}

/** Between clauses about failures an arrow points at what follows; between bare names, at what is needed. */
function alongArrows(scene: Scene): Finding[] {
  const stops = scene.chunks.flatMap(({ kind }, at) => (kind === "arrow" ? [at] : []));
  return stops.flatMap((arrow, index) => {
    const left: Stretch = { from: (stops[index - 1] ?? -1) + 1, to: arrow };
    const right: Stretch = { from: arrow + 1, to: stops[index + 1] ?? scene.chunks.length };
    if (isBareName(scene, left) && isBareName(scene, right)) {
      const [one, other] = [listRight(scene, left.from).refs, listRight(scene, right.from).refs];
      return pairs(one, other, {
        change: "add",
        coupling: "by-noun",
        sure: 0.6,
        because: "an arrow from one to the other",
      });
    }
    if (!tellsOfFault(scene, left) || !tellsOfFault(scene, right)) return [];
    return shownByFailure(
      systemsHit(scene, right),
      culpritsIn(scene, left),
      0.7,
      "an arrow from one failure to the next",
    );
  });
}

function isBareName(scene: Scene, { from, to }: Stretch): boolean {
  return to - from === 1 && scene.readings[from]?.ref?.via === "self";
}
