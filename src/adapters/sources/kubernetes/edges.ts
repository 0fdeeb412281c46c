import type { Claim } from "../../../model/assertion.ts";
import type { ComponentId } from "../../../model/component.ts";
import type { Coupling, DependencyTraits } from "../../../model/dependency.ts";

/** One piece of evidence for a dependency. */
export interface Edge {
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  readonly coupling: Coupling;
  readonly confidence: number;
  readonly places: readonly string[];
  readonly traits?: DependencyTraits | undefined;
}

/** Several workloads behind one Service stand in for each other: the consumer needs any one of them. */
export function standIns(providers: readonly unknown[], service: string): DependencyTraits {
  if (providers.length < 2) return {};
  return { redundancyGroup: { name: service.slice(0, 100), needed: 1 } };
}

/** No claim lists more places than this. */
const MOST_PLACES = 20;

/**
 * Sums up evidence: one claim per consumer, provider and coupling, with all places and the best confidence.
 *
 * A component does not depend on itself: such edges are left out.
 */
export function claimsOf(edges: readonly Edge[]): Claim[] {
  const claims = new Map<string, Edge>();
  for (const edge of edges) {
    if (edge.consumer === edge.provider) continue;
    const key = `${edge.consumer} ${edge.provider} ${edge.coupling}`;
    const known = claims.get(key);
    claims.set(key, {
      ...edge,
      confidence: Math.max(edge.confidence, known?.confidence ?? 0),
      places: [...(known?.places ?? []), ...edge.places].slice(0, 4 * MOST_PLACES),
      traits: { ...edge.traits, ...known?.traits },
    });
  }
  return [...claims.values()].map(
    ({ consumer, provider, coupling, confidence, places, traits }) => ({
      fact: {
        type: "dependency",
        // How hard it is, a manifest does not say.
        dependency: { consumer, provider, coupling, ...traits },
      },
      confidence,
      evidence: [...new Set(places)].slice(0, MOST_PLACES),
    }),
  );
}
