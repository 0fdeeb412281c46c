import type { ComponentIndex, Snapshot } from "../model/snapshot.ts";
import { DOWN, edgeRules, SPECIAL, type EdgeRules, type Level } from "./edge-rules.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** A component's place in the order in which harm runs: providers stand before their consumers, but for circles. */
export type Rank = number;

/** All dependencies by which harm of one level at the provider becomes harm of one level at the consumer. */
export interface Lane {
  readonly source: Level;
  readonly felt: Level;
  /** The consumers of the provider at rank `r` are `consumer[first[r]] … consumer[first[r + 1] - 1]`, as ranks. */
  readonly first: Int32Array;
  readonly consumer: Int32Array;
}

/** The dependencies sorted by what they do, laid out for playing many failures at once. */
export interface FailureLanes {
  readonly componentAt: Int32Array;
  readonly rankOf: Int32Array;
  /** By the level that is felt, worst first; lanes that no dependency takes are left out. */
  readonly byFelt: readonly { readonly felt: Level; readonly lanes: readonly Lane[] }[];
  /**
   * Bit `1 << level` is set where harm of this level meets a dependency that takes time, has a fallback, or is in a
   * redundancy group. Those are in no lane: what they do hangs on more than the provider's state.
   */
  readonly special: Uint8Array;
}

const LEVELS: readonly Level[] = [DOWN, DOWN - 1, DOWN - 2];

/** The lanes of every dependency that passes anything on. O(V + E) once for each snapshot. */
export const failureLanes = perSnapshot((snapshot: Snapshot): FailureLanes => {
  const rules = edgeRules(snapshot);
  const componentAt = harmOrder(snapshot);
  const rankOf = new Int32Array(componentAt.length);
  for (const [rank, component] of componentAt.entries()) rankOf[component] = rank;
  const byFelt = LEVELS.map((felt) => ({
    felt,
    lanes: LEVELS.map((source) => lane(snapshot, rules, { componentAt, rankOf }, source, felt))
      // Harm never gets worse on its way.
      .filter(({ source, consumer }) => source >= felt && consumer.length > 0),
  }));
  return { componentAt, rankOf, byFelt, special: specials(snapshot, rules, rankOf) };
});

function lane(
  { consumer, firstUse }: Snapshot,
  { kind, passesOn }: EdgeRules,
  { componentAt, rankOf }: Pick<FailureLanes, "componentAt" | "rankOf">,
  source: Level,
  felt: Level,
): Lane {
  const takes = Uint8Array.from({ length: passesOn.length / 4 }, (_, one) =>
    one < SPECIAL && passesOn[4 * one + source] === felt ? 1 : 0,
  );
  const first = new Int32Array(componentAt.length + 1);
  const found = new Int32Array(kind.reduce((count, one) => count + (takes[one] as number), 0));
  let count = 0;
  for (let rank = 0; rank < componentAt.length; rank += 1) {
    const provider = componentAt[rank] as number;
    const end = firstUse[provider + 1] as number;
    for (let use = firstUse[provider] as number; use < end; use += 1) {
      if (takes[kind[use] as number] !== 1) continue;
      found[count] = rankOf[consumer[use] as number] as number;
      count += 1;
    }
    first[rank + 1] = count;
  }
  return { source, felt, first, consumer: found };
}

function specials(
  { provider }: Snapshot,
  { kind, passesOn }: EdgeRules,
  rankOf: Int32Array,
): Uint8Array {
  const special = new Uint8Array(rankOf.length);
  for (const [use, one] of kind.entries()) {
    if (one < SPECIAL) continue;
    const rank = rankOf[provider[use] as number] as number;
    for (const level of LEVELS) {
      if ((passesOn[4 * one + level] as number) > 0) {
        special[rank] = (special[rank] as number) | (1 << level);
      }
    }
  }
  return special;
}

/** Depth first from provider to consumer, last left first: without circles, everybody stands before whom it harms. */
function harmOrder({ components, consumer, firstUse }: Snapshot): Int32Array {
  const count = components.length;
  const order = new Int32Array(count);
  const isMet = new Uint8Array(count);
  const nextUse = firstUse.slice(0, count);
  const path = new Int32Array(count);
  let free = count;
  for (let start: ComponentIndex = 0; start < count; start += 1) {
    if (isMet[start] === 1) continue;
    let depth = 0;
    path[0] = start;
    isMet[start] = 1;
    while (depth >= 0) {
      const here = path[depth] as number;
      const use = nextUse[here] as number;
      if (use === firstUse[here + 1]) {
        depth -= 1;
        free -= 1;
        order[free] = here;
        continue;
      }
      nextUse[here] = use + 1;
      const harmed = consumer[use] as number;
      if (isMet[harmed] === 1) continue;
      isMet[harmed] = 1;
      depth += 1;
      path[depth] = harmed;
    }
  }
  return order;
}
