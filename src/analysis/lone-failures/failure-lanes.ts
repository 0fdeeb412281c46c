import type { DependencyIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { DEGRADED, DOWN, edgeRules, SPECIAL, type Level } from "../failure/edge-rules.ts";
import { harmOrder } from "./harm-order.ts";
import { perSnapshot } from "../per-snapshot.ts";

/** A component's place in the order in which harm runs. */
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
  /** What happens at once, worst first; lanes that no dependency takes are left out. */
  readonly prompt: readonly Lane[];
  /** The same with the dependencies that take time. */
  readonly all: readonly Lane[];
  /** Bit `1 << level` is set where harm of this level meets a dependency that takes time. */
  readonly delayed: Uint8Array;
  /** In the lanes, a fallback holds: its consumer is degraded. It does not where the failure reaches it. */
  readonly fallbacks: readonly { readonly provider: Rank; readonly fallback: Rank }[];
  /** In no lane: a group passes nothing on while fewer than `enough` of its members' providers are harmed. */
  readonly groups: readonly { readonly members: readonly Rank[]; readonly enough: number }[];
}

/** The levels of harm, worst first. */
export const LEVELS: readonly Level[] = [DOWN, DEGRADED, 1];

/** What each dependency does, as a row of `felt`. */
interface Rows {
  readonly row: Uint8Array;
  /** `felt[4 * row + level of the provider]` is the level of harm to the consumer. */
  readonly felt: Uint8Array;
}
/** The row of dependencies that are in no lane. */
const NOWHERE = 2 * SPECIAL;

/** The lanes of every dependency that passes anything on. O(V + E) once for each snapshot. */
export const failureLanes = perSnapshot((snapshot: Snapshot): FailureLanes => {
  const { provider, delayMs } = snapshot;
  const { kind, passesOn, fallbackOf, groupOf } = edgeRules(snapshot);
  const componentAt = harmOrder(snapshot);
  const rankOf = new Int32Array(componentAt.length);
  for (const [rank, component] of componentAt.entries()) rankOf[component] = rank;
  const rankOfProvider = (use: DependencyIndex) => rankOf[provider[use] as number] as number;
  const levelsOf = (use: DependencyIndex) =>
    LEVELS.reduce(
      (levels, level) =>
        levels | (Math.min(1, passesOn[4 * (kind[use] as number) + level] as number) << level),
      0,
    );

  // Of a group that needs all its members, each harms its consumer as if it stood alone.
  const groups = [...new Set(groupOf.values())].filter(({ enough }) => enough > 1);
  const grouped = new Set(groups.flatMap(({ members }) => members));
  const rows = rowsOf(kind, passesOn, fallbackOf, grouped);
  const delayed = new Uint8Array(componentAt.length);
  for (const [use, delay] of delayMs.entries()) {
    if (delay === 0 || grouped.has(use)) continue;
    const rank = rankOfProvider(use);
    delayed[rank] = (delayed[rank] as number) | levelsOf(use);
  }
  const lanes = (withDelayed: boolean) => {
    const takes = (use: DependencyIndex) => withDelayed || delayMs[use] === 0;
    const pairs = LEVELS.flatMap((felt) => LEVELS.map((source) => ({ source, felt })));
    return (
      pairs
        // Harm never gets worse on its way.
        .filter(({ source, felt }) => source >= felt)
        .map((pair) => lane(snapshot, rows, takes, { componentAt, rankOf }, pair))
        .filter(({ consumer }) => consumer.length > 0)
    );
  };
  const prompt = lanes(false);
  return {
    componentAt,
    rankOf,
    prompt,
    all: delayed.some((levels) => levels > 0) ? lanes(true) : prompt,
    delayed,
    fallbacks: [...fallbackOf].flatMap(([use, fallback]) =>
      fallback === undefined || grouped.has(use)
        ? []
        : [{ provider: rankOfProvider(use), fallback: rankOf[fallback] as number }],
    ),
    groups: groups.map(({ members, enough }) => ({
      members: members.map(rankOfProvider),
      enough,
    })),
  };
});

function rowsOf(
  kind: Uint8Array,
  passesOn: Uint8Array,
  fallbackOf: ReadonlyMap<DependencyIndex, unknown>,
  grouped: ReadonlySet<DependencyIndex>,
): Rows {
  const felt = new Uint8Array(4 * (NOWHERE + 1));
  for (let entry = 0; entry < 4 * SPECIAL; entry += 1) {
    felt[entry] = passesOn[entry] as number;
    felt[4 * SPECIAL + entry] = Math.min(DEGRADED, passesOn[entry] as number);
  }
  const row = kind.map((own) => own % SPECIAL);
  for (const use of fallbackOf.keys()) row[use] = SPECIAL + (row[use] as number);
  for (const use of grouped) row[use] = NOWHERE;
  return { row, felt };
}

function lane(
  { consumer, firstUse }: Snapshot,
  { row, felt: feltBy }: Rows,
  takes: (use: DependencyIndex) => boolean,
  { componentAt, rankOf }: Pick<FailureLanes, "componentAt" | "rankOf">,
  { source, felt }: Pick<Lane, "source" | "felt">,
): Lane {
  const first = new Int32Array(componentAt.length + 1);
  const found = new Int32Array(consumer.length);
  let count = 0;
  for (let rank = 0; rank < componentAt.length; rank += 1) {
    const provider = componentAt[rank] as number;
    const end = firstUse[provider + 1] as number;
    for (let use = firstUse[provider] as number; use < end; use += 1) {
      if (feltBy[4 * (row[use] as number) + source] !== felt || !takes(use)) continue;
      found[count] = rankOf[consumer[use] as number] as number;
      count += 1;
    }
    first[rank + 1] = count;
  }
  return { source, felt, first, consumer: found.slice(0, count) };
}
