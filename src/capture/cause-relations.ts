import { blamed, burdenBy, culpritsIn, systemsHit, victimsIn } from "./blame.ts";
import { clauseLeft, clauseRight, type Stretch } from "./clauses.ts";
import { tellsOfFault, tellsOfRecovery } from "./faults.ts";
import { shownByFailure, type Finding } from "./finding.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";

/** Subordinators that tell why, and how surely. */
const WHY: Readonly<Record<string, number>> = {
  because: 0.85,
  since: 0.75,
  as: 0.7,
  "given that": 0.75,
  when: 0.7,
  whenever: 0.75,
  once: 0.6,
  after: 0.6,
  if: 0.7,
  while: 0.55,
  "as soon as": 0.65,
};
/** Those that tell only when: both clauses must tell of a fault, or both of a recovery. */
const MERELY_WHEN = new Set([
  "when",
  "whenever",
  "once",
  "after",
  "if",
  "while",
  "as",
  "as soon as",
]);

/** Dependencies that two clauses about failures show: `X failed because Y was down`, `Y was down, so X failed`. */
export function causeRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind === "because") return causeAfter(scene, at, chunk.word);
    if (chunk.kind === "sub" && chunk.word in WHY) return reasonAfter(scene, at, chunk.word);
    if (chunk.kind === "prep" && at === 0) return meanwhile(scene, chunk.word);
    if (chunk.kind === "break") return explanationAfter(scene, at);
    if (chunk.kind === "thus") return consequenceAfter(scene, at);
    return [];
  });
}

/** `X failed due to Y`, `Due to Y, X failed`. */
function causeAfter(scene: Scene, at: number, word: string): Finding[] {
  if (scene.chunks[at + 1]?.kind !== "np") return [];
  const culprits = blamed(scene, at + 1);
  const effect = effectOf(scene, at);
  if (!effect) return [];
  const burden = burdenBy(scene, at + 1);
  if (burden.length > 0)
    return shownByFailure(
      burden,
      victimsIn(scene, effect),
      0.7,
      "a failure under another's traffic",
    );
  return shownByFailure(victimsIn(scene, effect), culprits, 0.8, `a failure "${word}" another`);
}

/** `X failed because Y was down`, `When Y went down, X failed`. */
function reasonAfter(scene: Scene, at: number, word: string): Finding[] {
  const event = eventAfter(scene, at);
  if (event) return word === "after" || word === "since" ? event : [];
  const cause = clauseRight(scene, at + 1);
  const effect = effectOf(scene, at);
  if (!effect || !hasVerb(scene, cause)) return [];
  const first = scene.chunks.findIndex(
    (other, place) => place >= cause.from && place < cause.to && other.kind === "np",
  );
  const burden = first < 0 ? [] : burdenBy(scene, first);
  if (burden.length > 0 && tellsOfFault(scene, effect))
    return shownByFailure(
      burden,
      systemsHit(scene, effect),
      0.7,
      "a failure under another's traffic",
    );
  const bothFail = tellsOfFault(scene, cause) && tellsOfFault(scene, effect);
  const bothRecover = tellsOfRecovery(scene, cause) && tellsOfRecovery(scene, effect);
  if (MERELY_WHEN.has(word) && !bothFail && !bothRecover) return [];
  if (!tellsOfFault(scene, effect) && !tellsOfFault(scene, cause)) return [];
  const plain = tellsOfFault(scene, effect) ? (WHY[word] ?? 0.6) : 0.6;
  return shownByFailure(
    sufferers(scene, effect),
    culpritsIn(scene, cause),
    plain,
    `one failed "${word}" the other did`,
  );
}

/** `Y lost its disks. During this time, X was degraded.` */
function meanwhile(scene: Scene, word: string): Finding[] {
  const when = scene.chunks[1];
  if (
    !["during", "in", "throughout", "within"].includes(word) ||
    when?.kind !== "np" ||
    scene.chunks[2]?.kind !== "comma"
  )
    return [];
  const pointing = when.items[0]?.lower === "this" || when.items[0]?.lower === "that";
  if (!pointing || !TIMES.has(scene.readings[1]?.head ?? "")) return [];
  return shownByFailure(
    victimsIn(scene, clauseRight(scene, 3)),
    scene.memory.harmed,
    0.6,
    "failures of the same time, one named as the setting",
  );
}

const TIMES = new Set("time period window interval event outage incident".split(" "));

/** `X cannot start: Y is down`: what stands behind the colon explains. */
function explanationAfter(scene: Scene, at: number): Finding[] {
  const mark = scene.chunks[at];
  if (mark?.kind !== "break" || mark.word !== ":") return [];
  const effect = clauseLeft(scene, at);
  const cause = clauseRight(scene, at + 1);
  if (!hasVerb(scene, effect) || !hasVerb(scene, cause)) return [];
  if (!tellsOfFault(scene, effect) || !tellsOfFault(scene, cause)) return [];
  return shownByFailure(
    systemsHit(scene, effect),
    culpritsIn(scene, cause),
    0.65,
    "a failure and its explanation",
  );
}

/** `After the Y upgrade X failed`: an event by a noun alone, at the head of the sentence. */
function eventAfter(scene: Scene, at: number): Finding[] | undefined {
  const reading = scene.readings[at + 1];
  if (at > 0 || !reading?.ref || (reading.sense !== "work" && reading.sense !== "fault"))
    return undefined;
  const next = scene.chunks[at + 2]?.kind === "comma" ? at + 3 : at + 2;
  if (!scene.readings[next]) return undefined;
  const culprit = [{ ...reading.ref, via: "fault" as const }];
  return shownByFailure(
    victimsIn(scene, clauseRight(scene, next)),
    culprit,
    0.65,
    "a failure after an event in another",
  );
}

/** `Y was down, so X failed`; at a sentence's head, Y is the last sentence's. */
function consequenceAfter(scene: Scene, at: number): Finding[] {
  const effect = clauseRight(scene, scene.chunks[at + 1]?.kind === "comma" ? at + 2 : at + 1);
  const first = scene.chunks[at - 1]?.kind === "comma" ? at - 1 : at;
  const victims = victimsIn(scene, effect);
  const because = "a failure that followed from another";
  if (first <= 0) return shownByFailure(victims, scene.memory.harmed, 0.7, because);
  const broken = faultBefore(scene, first);
  if (broken.length > 0) return shownByFailure(victims, broken, 0.7, because);
  // "Linkerd carries all traffic, so the ledger was cut off": what is no fault is the reason all the same.
  const reason = culpritsIn(scene, clauseLeft(scene, first)).filter(
    ({ via, end }) => via === "self" && "known" in end,
  );
  return shownByFailure(victims, reason, 0.55, because);
}

/** Who is hit in a clause; `the drift had built up` looks back to who drifted. */
function sufferers(scene: Scene, effect: Stretch): readonly Ref[] {
  const here = systemsHit(scene, effect);
  const reading = scene.readings[effect.from];
  const looksBack =
    here.length === 0 &&
    hasVerb(scene, effect) &&
    reading?.definite === true &&
    reading.sense === "fault";
  return looksBack ? scene.memory.harmed : here;
}

/** The systems of the last clause before a place that tells of a fault, two clauses back at most. */
function faultBefore(scene: Scene, at: number): readonly Ref[] {
  const near = clauseLeft(scene, at);
  if (tellsOfFault(scene, near)) return culpritsIn(scene, near);
  const far = clauseLeft(scene, near.from - 1);
  return near.from > 1 && tellsOfFault(scene, far) ? culpritsIn(scene, far) : [];
}

/** The clause that a cause explains: before it, or after its comma when it opens the sentence. */
function effectOf(scene: Scene, at: number): Stretch | undefined {
  const left = clauseLeft(scene, at);
  if (left.to - left.from > 1) return left;
  const comma = clauseRight(scene, at + 1).to;
  return scene.chunks[comma]?.kind === "comma" ? clauseRight(scene, comma + 1) : undefined;
}

function hasVerb(scene: Scene, { from, to }: Stretch): boolean {
  return scene.chunks.slice(from, to).some(({ kind }) => kind === "verb");
}
