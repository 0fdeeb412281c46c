import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { DOWN, type Level } from "../failure/edge-rules.ts";
import { failureLanes, type FailureLanes, type Rank } from "./failure-lanes.ts";
import { HarmWalk } from "./harm-walk.ts";
import { perSnapshot } from "../per-snapshot.ts";

/** How many failures fit into one number. */
export const AT_ONCE = 32;

/** How up to 32 failures end, a bit for each. */
interface EndedAtOnce extends Pick<HarmWalk, "ended" | "reached" | "lowest"> {
  /** The failures of which the states are not to be relied upon. */
  readonly unsure: number;
}

/**
 * Plays up to 32 failures at once, each of one component alone.
 *
 * One walk does for all of them what `failureCourse` does for each, but it knows states only: no times, no chains.
 * It names those failures in which the states hang on more than that, and leaves them to `failureCourse`: a fallback is
 * reached, a group has lost enough members, or somebody may have been harmed less before it was harmed worse, and
 * have passed that on.
 */
class FailuresAtOnce {
  readonly lanes: FailureLanes;
  private readonly prompt: HarmWalk;
  private readonly whole: HarmWalk;

  constructor(snapshot: Snapshot) {
    this.lanes = failureLanes(snapshot);
    this.prompt = new HarmWalk(snapshot.components.length);
    const isPrompt = this.lanes.all === this.lanes.prompt;
    this.whole = isPrompt ? this.prompt : new HarmWalk(snapshot.components.length);
  }

  /** Bit `i` of the answer is the failure of the component at rank `first + i`. The next run uses its columns again. */
  run(first: Rank, end: Rank): EndedAtOnce {
    const { lanes, prompt, whole } = this;
    prompt.run(lanes.prompt, first, end);
    const isLate = whole !== prompt && this.meetsDelay();
    if (isLate) whole.run(lanes.all, first, end);
    const { ended, reached, lowest } = isLate ? whole : prompt;
    const unsure =
      (isLate ? this.harmedLessBefore() : 0) |
      this.lostFallback(ended, reached) |
      this.lostGroup(reached);
    return { ended, reached, lowest, unsure };
  }

  private meetsDelay(): boolean {
    const { ended, lowest } = this.prompt;
    const { delayed } = this.lanes;
    for (let rank = lowest; rank < delayed.length; rank += 1) {
      const levels = delayed[rank] as number;
      if (levels !== 0 && atLevels(ended, levels, rank) !== 0) return true;
    }
    return false;
  }

  /**
   * Whoever is in its last state at once was in no other before. Whoever gets there later may have been, and it
   * matters where the lesser harm would have done more to a consumer than what the consumer has.
   */
  private harmedLessBefore(): number {
    const { ended, lowest } = this.whole;
    let unsure = 0;
    for (const { source, felt, first, consumer } of this.lanes.all) {
      if (source === DOWN) continue;
      for (let rank = lowest; rank < first.length - 1; rank += 1) {
        let late = 0;
        for (let level = source + 1; level <= DOWN; level += 1) {
          late |= bitsAt(ended, level, rank) & ~bitsAt(this.prompt.ended, level, rank);
        }
        late &= ~unsure;
        if (late === 0) continue;
        const end = first[rank + 1] as number;
        for (let use = first[rank] as number; use < end; use += 1) {
          unsure |= late & ~atLeast(ended, felt, consumer[use] as number);
        }
      }
    }
    return unsure;
  }

  private lostFallback(ended: HarmWalk["ended"], reached: Int32Array): number {
    const down = ended[DOWN] as Int32Array;
    let lost = 0;
    for (const { provider, fallback } of this.lanes.fallbacks) {
      lost |= (down[provider] as number) & (reached[fallback] as number);
    }
    return lost;
  }

  private lostGroup(reached: Int32Array): number {
    let lost = 0;
    for (const { members, enough } of this.lanes.groups) {
      lost |= manyHarmed(reached, members, enough);
    }
    return lost;
  }
}

/** In which failures so many of these or more are harmed. */
function manyHarmed(reached: Int32Array, members: readonly Rank[], enough: number): number {
  // Place `k`: in which failures `k` or more are, of those looked at.
  const many = new Int32Array(enough + 1);
  many[0] = -1;
  for (const member of members) {
    const harmed = reached[member] as number;
    if (harmed === 0) continue;
    for (let count = enough; count > 0; count -= 1) {
      many[count] = (many[count] as number) | ((many[count - 1] as number) & harmed);
    }
  }
  return many[enough] as number;
}

function bitsAt(ended: HarmWalk["ended"], level: Level, rank: Rank): number {
  return (ended[level] as Int32Array)[rank] as number;
}

/** In which failures a component ends in one of these levels, given as bits `1 << level`. */
function atLevels(ended: HarmWalk["ended"], levels: number, rank: Rank): number {
  let bits = 0;
  for (let level = 1; level <= DOWN; level += 1) {
    if (((levels >> level) & 1) === 1) bits |= bitsAt(ended, level, rank);
  }
  return bits;
}

function atLeast(ended: HarmWalk["ended"], level: Level, rank: Rank): number {
  let bits = 0;
  for (let own = level; own <= DOWN; own += 1) bits |= bitsAt(ended, own, rank);
  return bits;
}

/** One for each snapshot, used again for every question. */
export const failuresAtOnce = perSnapshot((snapshot: Snapshot) => new FailuresAtOnce(snapshot));
