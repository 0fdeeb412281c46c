import type { Chunk, NounChunk } from "./chunks.ts";
import type { Stretch } from "./clauses.ts";
import type { VerbChunk } from "./verb-groups.ts";
import type { Scene } from "./scene.ts";

/** What a system in trouble does. */
const FAILING = new Set(
  `fail crash break hang stall slow degrade struggle die reject suffer time choke freeze flap misbehave disappear expire exhaust overflow stop
   cease spike overload saturate overwhelm interrupt disrupt affect impact delay drop throttle restart reboot experience block corrupt lose error
   halt evict terminate kill seal revoke unplug remove delete fall back fail over wait hit exceed abort lag starve deplete trip knock prevent recover stick run out time out go down fall over shut down fall behind pile up back up lock out`
    .split(/\s+/u)
    .concat([
      "time out",
      "go down",
      "fall over",
      "shut down",
      "pile up",
      "back up",
      "take down",
      "bring down",
      "lock out",
      "knock out",
      "slow down",
      "fall back",
      "fail over",
      "switch over",
      "cut off",
    ]),
);
/** What a system in trouble is. */
const STATES = new Set(
  `down unavailable broken slow unhealthy degraded offline unreachable unresponsive inaccessible stuck delayed affected impacted failing stale
   overloaded saturated full exhausted intermittent unstable dead busted unhappy unusable non-responsive elevated missing out slower wrong borked
   sluggish flaky dropping degraded hosed toast late behind unresolvable timeouts sad partitioned undersized underprovisioned maxed pegged outdated incorrect inconsistent incomplete duplicate blank empty corrupt corrupted malformed invalid oversized expired bogus garbage bad cold unresolved crashloopbackoff imagepullbackoff oomkilled evicted read-only readonly`.split(
    /\s+/u,
  ),
);
/** States after which things were well again: they tell of a dependency as plainly as a fault. */
const WELL = new Set("recover restore return resume resolve come fix".split(" "));

/** Does the stretch say that something is, goes or went wrong? */
export function tellsOfFault(scene: Scene, { from, to }: Stretch): boolean {
  for (let at = from; at < to; at += 1) if (isFault(scene, at)) return true;
  return false;
}

function isFault(scene: Scene, at: number): boolean {
  const chunk = scene.chunks[at] as Chunk;
  if (chunk.kind === "prep") return chunk.word === "out of";
  if (chunk.kind === "particle") return ["down", "out", "away"].includes(chunk.word);
  if (chunk.kind === "verb") return isFaultVerb(chunk);
  if (chunk.kind !== "np") return false;
  if (scene.readings[at]?.sense === "fault") return true;
  const { items } = chunk as NounChunk;
  return NONE.has(items[0]?.lower ?? "") || items.some(({ lower }) => STATES.has(lower));
}

function isFaultVerb({ lemma, mood, begins }: VerbChunk): boolean {
  if (
    mood === "failing" ||
    mood === "ended" ||
    FAILING.has(lemma) ||
    FAILING.has(lemma.split(" ")[0] ?? "")
  )
    return true;
  return (
    begins &&
    ["return", "throw", "serve", "show", "report", "emit", "produce", "see", "get"].includes(lemma)
  );
}

const NONE = new Set(["no", "nobody", "nothing", "none", "neither"]);

/** Does the stretch say that something is well again? */
export function tellsOfRecovery(scene: Scene, { from, to }: Stretch): boolean {
  for (let at = from; at < to; at += 1) {
    const chunk = scene.chunks[at];
    if (chunk?.kind === "verb" && WELL.has(chunk.lemma.split(" ")[0] ?? "")) return true;
  }
  return false;
}
