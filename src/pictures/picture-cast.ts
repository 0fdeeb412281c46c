import type { ComponentId } from "../model/component.ts";
import type { BlastRadius, Hit, Starved } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";

/** Who is in the picture, and who had to stay out. */
export interface PictureCast {
  readonly origins: readonly ComponentId[];
  /** Every one's chain to its origin is in the picture too. */
  readonly hits: readonly Hit[];
  readonly starved: readonly Starved[];
  /** What keeps somebody up and is not itself harmed. */
  readonly fallbacks: readonly ComponentId[];
  readonly leftOut: readonly Hit[];
  readonly starvedLeftOut: number;
}

/**
 * Chooses whom a picture shows: the origins, the chains to where customers enter, then the nearest.
 *
 * At most `limit` components, except that all origins are always shown. Nobody is shown without the chain that
 * explains the harm. Fallbacks and starved components come last.
 */
export function pictureCast(snapshot: Snapshot, blast: BlastRadius, limit: number): PictureCast {
  const entries = new Set(snapshot.journeys.flatMap((journey) => journey.entries));
  const nearest = [...blast.hits].toSorted((a, b) => a.hops - b.hops);
  const shown = new Set<ComponentId>(blast.origins);
  const show = (ids: readonly ComponentId[]) => {
    const fresh = ids.filter((id) => !shown.has(id));
    if (shown.size + fresh.length > limit) return;
    for (const id of fresh) shown.add(id);
  };
  for (const hit of nearest) if (entries.has(hit.component)) show(hit.chain);
  for (const hit of nearest) show(hit.chain);
  const fallbacks = new Set<ComponentId>();
  for (const { component, runsOn } of nearest) {
    if (!shown.has(component)) continue;
    if (runsOn === undefined || shown.has(runsOn)) continue;
    show([runsOn]);
    if (shown.has(runsOn)) fallbacks.add(runsOn);
  }
  for (const { component, quietConsumers } of blast.starved) {
    if (quietConsumers.some((id) => shown.has(id))) show([component]);
  }

  const starved = blast.starved.filter(({ component }) => shown.has(component));
  return {
    origins: blast.origins,
    hits: nearest.filter(({ component }) => shown.has(component)),
    starved,
    fallbacks: [...fallbacks],
    leftOut: nearest.filter(({ component }) => !shown.has(component)),
    starvedLeftOut: blast.starved.length - starved.length,
  };
}
