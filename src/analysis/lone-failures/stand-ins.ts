import type { ComponentId } from "../../model/component.ts";
import type { SinglePoint, StandIn } from "../../model/single-points.ts";
import type { ComponentIndex, DependencyIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import { DOWN, edgeRules, type Level } from "../failure/edge-rules.ts";
import { perSnapshot } from "../per-snapshot.ts";

/**
 * Says whom a stand-in spares from this failure, and whom it deceives: those that go down although they have one.
 *
 * `worstOf` tells how the failure ends for each component. In the order of the map.
 */
export function standIns(
  snapshot: Snapshot,
  origin: ComponentIndex,
  worstOf: (component: ComponentIndex) => Level,
): Pick<SinglePoint, "spared" | "deceived"> {
  const spared: StandIn[] = [];
  const deceived: StandIn[] = [];
  for (const { consumer, providers, instead } of allStandIns(snapshot)) {
    if (consumer === origin || !providers.some((provider) => worstOf(provider) === DOWN)) continue;
    const standIn = (places: readonly ComponentIndex[]): StandIn => ({
      consumer: idAt(snapshot, consumer),
      instead: places.map((place) => idAt(snapshot, place)),
    });
    const isReached = instead.every((place) => worstOf(place) > 0);
    if (worstOf(consumer) < DOWN && providers.includes(origin)) {
      spared.push(standIn(instead.filter((place) => worstOf(place) === 0)));
    } else if (worstOf(consumer) === DOWN && isReached) {
      deceived.push(standIn(instead));
    }
  }
  return { spared, deceived };
}

/** One consumer's way out, as places in the map. */
interface WayOut {
  readonly consumer: ComponentIndex;
  /** What it does without then. */
  readonly providers: readonly ComponentIndex[];
  readonly instead: readonly ComponentIndex[];
}

const allStandIns = perSnapshot((snapshot: Snapshot): readonly WayOut[] => {
  const { fallbackOf, groupOf } = edgeRules(snapshot);
  const consumerOf = (use: DependencyIndex) => snapshot.consumer[use] as number;
  const providerOf = (use: DependencyIndex) => snapshot.provider[use] as number;
  const fallbacks = [...fallbackOf].flatMap(([use, fallback]): WayOut[] =>
    fallback === undefined
      ? []
      : [{ consumer: consumerOf(use), providers: [providerOf(use)], instead: [fallback] }],
  );
  // Of a group that needs all its members, none stands in for another.
  const groups = [...new Set(groupOf.values())].filter(({ enough }) => enough > 1);
  return [
    ...fallbacks,
    ...groups.map(({ members }): WayOut => {
      const providers = members.map(providerOf);
      return { consumer: consumerOf(members[0] as number), providers, instead: providers };
    }),
  ];
});

function idAt({ components }: Snapshot, place: ComponentIndex): ComponentId {
  return (components[place] as { id: ComponentId }).id;
}
