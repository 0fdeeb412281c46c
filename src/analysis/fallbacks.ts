import type { ComponentId } from "../model/component.ts";
import type { BlastRadius, HarmState } from "../model/impact.ts";
import type { DependencyIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { componentIds } from "./component-order.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** What a harmed component may use instead of a provider that is down. */
interface FallbackAtHand {
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  readonly fallback: ComponentId;
  /** Of the fallback itself; undefined when the failure does not reach it. */
  readonly fallbackState?: HarmState | undefined;
  /** The map does not know the fallback: whether it holds is a guess. */
  readonly isUnmapped: boolean;
}

/** What the harmed can fall back on. */
export interface Fallbacks {
  readonly usable: readonly FallbackAtHand[];
  /** Those that the same failure takes away. */
  readonly lost: readonly FallbackAtHand[];
  /** The harmed for which nobody stated any fallback from what failed them, soonest first. */
  readonly without: readonly ComponentId[];
}

/**
 * Says what the components of a blast radius can fall back on, what they would have but for this failure, and who
 * has nothing. In the order in which the consumers are harmed.
 */
export function fallbacks(snapshot: Snapshot, blast: BlastRadius): Fallbacks {
  const stateOf = new Map<ComponentId, HarmState>(blast.origins.map((origin) => [origin, "down"]));
  for (const { component, state } of blast.hits) stateOf.set(component, state);

  const found = withFallback(snapshot).flatMap((dependency): FallbackAtHand[] => {
    const { consumer, provider, fallback } = endsOf(snapshot, dependency);
    if (!stateOf.has(consumer) || stateOf.get(provider) !== "down") return [];
    const isUnmapped = !snapshot.indexOf.has(fallback);
    return [{ consumer, provider, fallback, fallbackState: stateOf.get(fallback), isUnmapped }];
  });

  const byConsumer = Map.groupBy(found, ({ consumer }) => consumer);
  const inOrder = blast.hits.flatMap(({ component }) => byConsumer.get(component) ?? []);
  return {
    usable: inOrder.filter(({ fallbackState }) => fallbackState === undefined),
    lost: inOrder.filter(({ fallbackState }) => fallbackState !== undefined),
    without: blast.hits.map(({ component }) => component).filter((id) => !byConsumer.has(id)),
  };
}

const withFallback = perSnapshot(({ traits }: Snapshot): DependencyIndex[] =>
  [...traits]
    .filter(([, { fallback }]) => fallback !== undefined)
    .map(([dependency]) => dependency),
);

function endsOf(snapshot: Snapshot, dependency: DependencyIndex) {
  const ids = componentIds(snapshot);
  return {
    consumer: ids[snapshot.consumer[dependency] as number] as ComponentId,
    provider: ids[snapshot.provider[dependency] as number] as ComponentId,
    fallback: snapshot.traits.get(dependency)?.fallback as ComponentId,
  };
}
