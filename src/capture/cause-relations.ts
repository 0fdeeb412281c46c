import { pairs, type Finding } from "./finding.ts";
import { CAUSING, HARMING } from "./frames.ts";
import { blamed, burdenBy, culpritsIn, hit, systemsHit, victimsIn } from "./blame.ts";
import { clauseLeft, clauseRight, type Stretch } from "./clauses.ts";
import { tellsOfFault, tellsOfRecovery } from "./faults.ts";
import { complementsOf } from "./objects.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import { subjectOf } from "./subjects.ts";
import type { VerbChunk } from "./verb-groups.ts";

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
  "as soon as": 0.65,
};
/** Those that tell only when: both clauses must tell of a fault, or both of a recovery. */
const MERELY_WHEN = new Set(["when", "whenever", "once", "after", "if", "as", "as soon as"]);

/** Dependencies that a failure showed: `X failed because Y was down`, `Y's outage took down X`. */
export function causeRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind === "because") return causeAfter(scene, at, chunk.word);
    if (chunk.kind === "sub" && chunk.word in WHY) return reasonAfter(scene, at, chunk.word);
    if (chunk.kind === "prep" && at === 0) return meanwhile(scene, chunk.word);
    if (chunk.kind === "break") return explanationAfter(scene, at);
    if (chunk.kind === "thus") return consequenceAfter(scene, at);
    if (chunk.kind === "verb" && chunk.lemma === "be") return causeNamed(scene, at, chunk);
    if (chunk.kind === "verb") return [...harmBy(scene, at, chunk), ...causedBy(scene, at, chunk)];
    return [];
  });
}

function finding(
  consumers: readonly Ref[],
  providers: readonly Ref[],
  sure: number,
  because: string,
): Finding[] {
  return pairs(consumers, providers, { change: "add", coupling: "by-noun", sure, because });
}

/** `X failed due to Y`, `Due to Y, X failed`. */
function causeAfter(scene: Scene, at: number, word: string): Finding[] {
  if (scene.chunks[at + 1]?.kind !== "np") return [];
  const culprits = blamed(scene, at + 1);
  const effect = effectOf(scene, at);
  if (!effect) return [];
  const burden = burdenBy(scene, at + 1);
  if (burden.length > 0)
    return finding(burden, victimsIn(scene, effect), 0.7, "a failure under another's traffic");
  return finding(victimsIn(scene, effect), culprits, 0.8, `a failure "${word}" another`);
}

/** `X failed because Y was down`, `When Y went down, X failed`. */
function reasonAfter(scene: Scene, at: number, word: string): Finding[] {
  const cause = clauseRight(scene, at + 1);
  const effect = effectOf(scene, at);
  if (!effect || !hasVerb(scene, cause)) return [];
  const first = scene.chunks.findIndex(
    (other, place) => place >= cause.from && place < cause.to && other.kind === "np",
  );
  const burden = first < 0 ? [] : burdenBy(scene, first);
  if (burden.length > 0 && tellsOfFault(scene, effect))
    return finding(burden, systemsHit(scene, effect), 0.7, "a failure under another's traffic");
  const bothFail = tellsOfFault(scene, cause) && tellsOfFault(scene, effect);
  const bothRecover = tellsOfRecovery(scene, cause) && tellsOfRecovery(scene, effect);
  if (MERELY_WHEN.has(word) ? !bothFail && !bothRecover : !tellsOfFault(scene, effect)) return [];
  return finding(
    sufferers(scene, effect),
    culpritsIn(scene, cause),
    WHY[word] ?? 0.6,
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
  return finding(
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
  return finding(
    systemsHit(scene, effect),
    culpritsIn(scene, cause),
    0.65,
    "a failure and its explanation",
  );
}

/** `Y was down, so X failed`; at a sentence's head, Y is the last sentence's. */
function consequenceAfter(scene: Scene, at: number): Finding[] {
  const effect = clauseRight(scene, scene.chunks[at + 1]?.kind === "comma" ? at + 2 : at + 1);
  const first = scene.chunks[at - 1]?.kind === "comma" ? at - 1 : at;
  const culprits = first > 0 ? faultBefore(scene, first) : scene.memory.harmed;
  return finding(victimsIn(scene, effect), culprits, 0.7, "a failure that followed from another");
}

/** Who is hit in a clause; `the drift had built up` looks back to who drifted. */
function sufferers(scene: Scene, effect: Stretch): readonly Ref[] {
  const here = systemsHit(scene, effect);
  const reading = scene.readings[effect.from];
  const looksBack = here.length === 0 && reading?.definite === true && reading.sense === "fault";
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

/** `Y's outage affected X`, `X was affected by Y`. */
function harmBy(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (!HARMING.has(harmLemma(scene, at, verb)) || !happens(verb)) return [];
  const because = `"${verb.lemma}" passes a failure on`;
  const { object, after } = complementsOf(scene, at);
  if (isPassive(verb, object !== undefined)) {
    const by = byPlace(scene, at);
    if (by === undefined) return [];
    const burden = burdenBy(scene, by);
    if (burden.length > 0) return finding(burden, subjectOf(scene, at).refs, 0.7, because);
    return finding(subjectOf(scene, at).refs, blamed(scene, by), 0.8, because);
  }
  const victims =
    object && object.refs.length > 0 ? object.refs : object ? hit(scene, object.first) : [];
  const named = victims.length > 0 ? victims : (after.get("including")?.refs ?? []);
  return finding(
    named.filter(({ via }) => via !== "work"),
    causeOf(scene, at, verb),
    0.8,
    because,
  );
}

/** `took X down`: the particle stands behind the object. */
function harmLemma(scene: Scene, at: number, { lemma }: VerbChunk): string {
  if (!["take", "bring", "knock", "cut"].includes(lemma)) return lemma;
  const { object } = complementsOf(scene, at);
  const particle = object ? scene.chunks[object.next] : undefined;
  return particle?.kind === "particle" ? `${lemma} ${particle.word}` : lemma;
}

/** `Y caused errors in X`, `Y led to X failing`, `errors in X were caused by Y`. */
function causedBy(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (!CAUSING.has(verb.lemma) || !happens(verb)) return fromSource(scene, at, verb);
  const because = `"${verb.lemma}" names the cause`;
  if (isPassive(verb, complementsOf(scene, at).object !== undefined)) {
    const by = byPlace(scene, at);
    return by === undefined ? [] : finding(troubled(scene, at), blamed(scene, by), 0.75, because);
  }
  const first = scene.chunks[at + 1]?.kind === "prep" ? at + 2 : at + 1;
  if (scene.chunks[first]?.kind !== "np") return [];
  const effect = clauseRight(scene, first);
  const prevents = ["prevent", "stop", "block"].includes(verb.lemma);
  if (!prevents && !tellsOfFault(scene, effect)) return [];
  return finding(hit(scene, first), causeOf(scene, at, verb), 0.75, because);
}

/** `the root cause of X's errors was Y`, `the culprit turned out to be Y`. */
function causeNamed(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  const { first } = subjectOf(scene, at);
  if (first === undefined || !happens(verb) || scene.chunks[at + 1]?.kind !== "np") return [];
  const head = scene.readings[first]?.head ?? "";
  if (!["cause", "culprit", "trigger", "reason"].includes(head)) return [];
  const here = hit(scene, first);
  return finding(
    here.length > 0 ? here : scene.memory.harmed,
    blamed(scene, at + 1),
    0.7,
    "the cause is named",
  );
}

/** `errors in X stemmed from Y`, `the outage was traced back to Y`. */
function fromSource(scene: Scene, at: number, verb: VerbChunk): Finding[] {
  if (
    !["stem", "result", "originate", "arise", "attribute", "trace"].includes(verb.lemma) ||
    !happens(verb)
  )
    return [];
  const place = scene.chunks.findIndex(
    (chunk, index) =>
      index > at &&
      index < at + 4 &&
      chunk.kind === "prep" &&
      (chunk.word === "from" || chunk.word === "to"),
  );
  if (place < 0 || scene.chunks[place + 1]?.kind !== "np") return [];
  return finding(
    troubled(scene, at),
    blamed(scene, place + 1),
    0.7,
    `"${verb.lemma}" names the cause`,
  );
}

/** Who is in trouble, as a verb's subject; `this outage` looks back to the sentence before. */
function troubled(scene: Scene, at: number): readonly Ref[] {
  const { refs, first } = subjectOf(scene, at);
  const reading = first === undefined ? undefined : scene.readings[first];
  const looksBack =
    reading?.sort === "pronoun" ||
    (reading?.definite && reading.sense === "fault" && !reading.ref && refs.length === 0);
  return looksBack ? scene.memory.harmed : refs;
}

/** Whose fault it is, as a verb's subject; `which` and `this` mean the clause or sentence before. */
function causeOf(scene: Scene, at: number, verb: VerbChunk): readonly Ref[] {
  const previous = scene.chunks[at - 1];
  if (verb.lead === "ing" && previous?.kind === "comma")
    return culpritsIn(scene, clauseLeft(scene, at - 1));
  const subject = subjectOf(scene, at);
  if (subject.people) return [];
  const reading = subject.first === undefined ? undefined : scene.readings[subject.first];
  if (reading?.sort === "pronoun" && ["this", "that", "it", "these"].includes(reading.head)) {
    const left = clauseLeft(scene, subject.first ?? at);
    const here = culpritsIn(scene, left);
    return here.length > 0 ? here : scene.memory.harmed;
  }
  if (subject.refs.length > 0)
    return subject.refs.filter(({ via }) => via !== "work" && via !== "about");
  if (previous?.kind === "rel") return culpritsIn(scene, clauseLeft(scene, at - 1));
  if (reading?.definite && reading.sense === "fault") return scene.memory.harmed;
  return [];
}

function isPassive(verb: VerbChunk, hasObject: boolean): boolean {
  return verb.passive || (verb.lead === "participle" && !hasObject);
}

function happens({ mood }: VerbChunk): boolean {
  return mood === "real";
}

function byPlace(scene: Scene, at: number): number | undefined {
  for (let place = at + 1; place < Math.min(scene.chunks.length, at + 6); place += 1) {
    const chunk = scene.chunks[place];
    if (chunk?.kind === "prep" && chunk.word === "by" && scene.chunks[place + 1]?.kind === "np")
      return place + 1;
    if (chunk?.kind === "verb") return undefined;
  }
  return undefined;
}
