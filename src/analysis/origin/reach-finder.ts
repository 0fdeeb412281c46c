import {
  STRENGTHS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
} from "../../model/snapshot/snapshot.ts";

/** How much of a suspicion one more hop leaves. */
const PER_HOP = 0.6;
/** A chain through a component that shows nothing is half as likely. */
const THROUGH_QUIET = 0.5;
/** A soft dependency carries trouble half as often. */
const THROUGH_SOFT = 0.5;
/** Below this a suspicion is noise, and the walk ends. */
const FAINTEST = 0.01;

/**
 * A walk that tells, for every component that it reaches, what is left of a suspicion of 1 on the best chain.
 *
 * The start itself is not told. Dependencies that do no harm are no way. Cycles are fine. Its memory is kept
 * from one walk to the next, so that many walks cost no more than what they reach.
 */
export function reachFinder(snapshot: Snapshot, fails: (index: ComponentIndex) => boolean) {
  const best = new Float64Array(snapshot.components.length);
  const waits = new Uint8Array(snapshot.components.length);
  const carries = carriesOf(snapshot);

  return (
    start: ComponentIndex,
    towards: "providers" | "consumers",
    tell: (at: ComponentIndex, left: number) => void,
  ) => {
    const next = towards === "providers" ? snapshot.provider : snapshot.consumer;
    const first = towards === "providers" ? snapshot.firstNeed : snapshot.firstUse;
    const reached: ComponentIndex[] = [start];
    const queue: ComponentIndex[] = [start];
    best[start] = 1;
    // A component waits again when a better chain to it turns up; every hop takes away, so this ends.
    for (const at of queue) {
      waits[at] = 0;
      const left = (best[at] as number) * PER_HOP * (at === start || fails(at) ? 1 : THROUGH_QUIET);
      const end = left < FAINTEST ? 0 : (first[at + 1] as number);
      for (let place = first[at] as number; place < end; place += 1) {
        const dependency = towards === "providers" ? (snapshot.needs[place] as number) : place;
        const arrives = left * (carries[dependency] as number);
        const to = next[dependency] as number;
        if (arrives < FAINTEST || arrives <= (best[to] as number)) continue;
        if (best[to] === 0) reached.push(to);
        best[to] = arrives;
        if (waits[to] === 1) continue;
        waits[to] = 1;
        queue.push(to);
      }
    }
    for (const at of reached) {
      if (at !== start) tell(at, best[at] as number);
      best[at] = 0;
    }
  };
}

/** What share of a suspicion each dependency lets through, before the hop itself takes its part. */
function carriesOf({ strength, confidence }: Snapshot): Float64Array {
  const byStrength = STRENGTHS.map((one) => ({ hard: 1, soft: THROUGH_SOFT, none: 0 })[one]);
  const carries = new Float64Array(strength.length);
  for (let dependency = 0; dependency < carries.length; dependency += 1) {
    carries[dependency] =
      (byStrength[strength[dependency] as number] as number) * (confidence[dependency] as number);
  }
  return carries;
}

/** Does nothing happen to the consumer of this dependency when the provider fails? */
export function isHarmless(strength: Uint8Array, dependency: DependencyIndex): boolean {
  return STRENGTHS[strength[dependency] as number] === "none";
}
