import { z } from "zod";
import { ComponentId } from "./component.ts";

/** How a consumer hangs on its provider. The order is the code in the snapshot's columns. */
export const Coupling = z.enum([
  "call",
  "event",
  "data",
  "file",
  "cache",
  "polling",
  "batch",
  "library",
  "identity",
  "name-resolution",
  "certificate",
  "runs-on",
  "deploy",
  "telemetry",
]);
export type Coupling = z.infer<typeof Coupling>;

/** What the provider's failure does: `hard` fails the consumer, `soft` degrades it, `none` does no harm. */
export const Strength = z.enum(["hard", "soft", "none"]);
export type Strength = z.infer<typeof Strength>;

/** A set of providers of which the consumer needs `needed`; the group is named within its consumer. */
const RedundancyGroup = z.object({
  name: z.string().min(1).max(100),
  needed: z.number().int().positive(),
});

/** What may be said about a dependency beyond its two ends and its coupling. */
export const DependencyTraits = z.object({
  /** One attempt's time limit. */
  timeoutMs: z.number().nonnegative().optional(),
  retries: z.number().int().nonnegative().optional(),
  /** How late the provider's data may be before the consumer feels it. */
  toleratedLagMs: z.number().nonnegative().optional(),
  pollingIntervalMs: z.number().nonnegative().optional(),
  /** The longest time between two runs of a batch. */
  batchIntervalMs: z.number().nonnegative().optional(),
  /** How long a buffer or queue in between carries the consumer. */
  bufferMs: z.number().nonnegative().optional(),
  /** What the consumer uses instead when the provider is down. */
  fallback: ComponentId.optional(),
  redundancyGroup: RedundancyGroup.optional(),
  /** Does an alert watch this dependency? */
  monitored: z.boolean().optional(),
  trafficPerMinute: z.number().nonnegative().optional(),
});
export type DependencyTraits = z.infer<typeof DependencyTraits>;

/** One source's words about a dependency: the consumer is harmed when the provider fails. */
export const DependencyClaim = DependencyTraits.extend({
  consumer: ComponentId,
  provider: ComponentId,
  coupling: Coupling,
  strength: Strength.optional(),
});
export type DependencyClaim = z.infer<typeof DependencyClaim>;

/**
 * What the sources of a dependency add up to.
 *
 * `declared`: only imports say so; `observed`: only observations; `confirmed`: both; `learned`: approved
 * by a person; `dormant`: observed once, but not lately (kept and counted); `disputed`: somebody said that
 * it is gone and a source said again that it is there.
 */
export const DependencyState = z.enum([
  "declared",
  "observed",
  "confirmed",
  "learned",
  "dormant",
  "disputed",
]);
export type DependencyState = z.infer<typeof DependencyState>;

/** Who says a fact, since when, last when, and where it can be looked up. */
export interface Provenance {
  readonly source: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Places such as `manifests/cart.yaml:31` or a message link. */
  readonly evidence: readonly string[];
}

/** The effective dependency: all active assertions about one edge, folded. Times are epoch milliseconds. */
export interface Dependency extends DependencyTraits {
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  readonly coupling: Coupling;
  readonly strength: Strength;
  readonly state: DependencyState;
  /** 0 to 1. */
  readonly confidence: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly provenance: readonly Provenance[];
}

const DATA_LIKE: ReadonlySet<Coupling> = new Set(["event", "data", "file", "polling", "batch"]);

/** Does a failed provider leave this consumer with old data rather than with an error? */
export function isDataLike(coupling: Coupling): boolean {
  return DATA_LIKE.has(coupling);
}

/** The strength of a dependency whose source said nothing: telemetry and deployment harm nobody at run time. */
export function usualStrength(coupling: Coupling): Strength {
  return coupling === "telemetry" || coupling === "deploy" ? "none" : "hard";
}

/**
 * How long after its provider's failure the consumer feels it, as far as anyone has said; 0 when nobody did.
 *
 * Data-like couplings wait for the tolerated lag, the buffer, the poll and the batch (the longest of them);
 * all others for `timeout × (retries + 1)`.
 */
export function delayMs(coupling: Coupling, traits: DependencyTraits): number {
  const waits = isDataLike(coupling)
    ? [traits.toleratedLagMs, traits.bufferMs, traits.pollingIntervalMs, traits.batchIntervalMs]
    : [
        (traits.timeoutMs ?? 0) * ((traits.retries ?? 0) + 1),
        traits.bufferMs,
        traits.pollingIntervalMs,
        traits.batchIntervalMs,
      ];
  return Math.max(0, ...waits.map((wait) => wait ?? 0));
}
