import { DOWN, type Level } from "../failure/edge-rules.ts";
import { LEVELS, type Lane, type Rank } from "./failure-lanes.ts";

/**
 * Walks up to 32 failures through lanes at once, each of one component alone: all that it knows of a component is a
 * number with a bit for each failure.
 *
 * Worse harm comes first, and whoever has it is never harmed less before: so it is where nothing takes time. The
 * columns are used again by the next run.
 */
export class HarmWalk {
  /** By level, then by rank: in which failures the component ends in just this state. */
  readonly ended: readonly Int32Array[];
  /** By rank: in which failures the component is harmed in any way. */
  readonly reached: Int32Array;
  /** No rank below this one is reached. */
  lowest: Rank = 0;

  /** What a component has yet to pass on. */
  private readonly pending: Int32Array;

  constructor(components: number) {
    this.ended = Array.from({ length: DOWN + 1 }, () => new Int32Array(components));
    this.reached = new Int32Array(components);
    this.pending = new Int32Array(components);
  }

  /** Forgets the last failures and plays these: bit `i` is the failure of the component at rank `first + i`. */
  run(lanes: readonly Lane[], first: Rank, end: Rank): this {
    for (const column of [...this.ended, this.reached]) column.fill(0, this.lowest);
    this.lowest = first;
    for (const column of [this.ended[DOWN] as Int32Array, this.reached, this.pending]) {
      for (let rank = first; rank < end; rank += 1) column[rank] = 1 << (rank - first);
    }
    for (const felt of LEVELS)
      this.spread(
        felt,
        lanes.filter((lane) => lane.felt === felt),
      );
    return this;
  }

  private spread(felt: Level, lanes: readonly Lane[]): void {
    const { pending, reached } = this;
    for (const lane of lanes) {
      if (lane.source > felt) this.passOn(felt, lane, this.ended[lane.source] as Int32Array, 0);
    }
    const further = lanes.find(({ source }) => source === felt);
    if (!further) {
      pending.fill(0, this.lowest);
      return;
    }
    // Once through the order of ranks does for all but circles.
    for (let from = this.lowest; from < reached.length;) {
      from = this.passOn(felt, further, pending, from);
    }
  }

  /** Offers what a column says to the consumers; returns the lowest rank that has to pass on more once again. */
  private passOn(felt: Level, { first, consumer }: Lane, bitsOf: Int32Array, from: Rank): Rank {
    const { pending, reached } = this;
    const ended = this.ended[felt] as Int32Array;
    let again = reached.length;
    for (let rank = Math.max(from, this.lowest); rank < reached.length; rank += 1) {
      const bits = bitsOf[rank] as number;
      if (bits === 0) continue;
      if (bitsOf === pending) pending[rank] = 0;
      const end = first[rank + 1] as number;
      for (let use = first[rank] as number; use < end; use += 1) {
        const harmed = consumer[use] as number;
        const fresh = bits & ~(reached[harmed] as number);
        if (fresh === 0) continue;
        reached[harmed] = (reached[harmed] as number) | fresh;
        ended[harmed] = (ended[harmed] as number) | fresh;
        pending[harmed] = (pending[harmed] as number) | fresh;
        if (harmed > rank) continue;
        // Backwards: only a circle does that.
        again = Math.min(again, harmed);
        this.lowest = Math.min(this.lowest, harmed);
      }
    }
    return again;
  }
}
