import type { Assertion } from "../assertion.ts";
import {
  usualStrength,
  type Dependency,
  type DependencyClaim,
  type DependencyState,
} from "../dependency.ts";
import { statedTraits } from "../snapshot/snapshot.ts";
import { byText, byWeight, firstStated } from "./weigh-assertions.ts";

/** How long after its last observation a dependency counts as dormant. */
export const DORMANT_AFTER_MS = 30 * 24 * 60 * 60 * 1000;

/** A dependency whose state still depends on the time: stores keep this, and readers choose. */
export interface FoldedDependency extends Omit<Dependency, "state"> {
  readonly state: DependencyState;
  /** Its state once its last observation is too old; the same as `state` where that changes nothing. */
  readonly quietState: DependencyState;
  /** Undefined when nobody observed it. */
  readonly lastObserved?: number | undefined;
}

/**
 * Adds up what all sources say about one dependency; undefined when the last word is that it is gone.
 *
 * Takes the active assertions in any order: `claims` that it is there, `denials` that it is not. A denial
 * wins over claims last seen before it, until its own source claims the dependency again. Claims that stand
 * against it make the dependency disputed, with half the confidence. Confidence grows with every source, as if they erred independently, up to 0.99.
 */
export function foldDependency(
  claims: readonly Assertion[],
  denials: readonly Assertion[],
  { now, dormantAfterMs = DORMANT_AFTER_MS }: { now: number; dormantAfterMs?: number },
): Dependency | undefined {
  const folded = foldTimelessly(claims, denials);
  if (!folded) return undefined;
  const { quietState: _quiet, lastObserved: _observed, ...dependency } = folded;
  return { ...dependency, state: stateAt(folded, now, dormantAfterMs) };
}

/** The same before the time is known. */
export function foldTimelessly(
  claims: readonly Assertion[],
  denials: readonly Assertion[],
): FoldedDependency | undefined {
  const standingDenials = denials.filter((denial) => !isTakenBack(denial, claims));
  const gone = Math.max(-Infinity, ...standingDenials.map(({ lastSeen }) => lastSeen));
  const standing = claims.filter(({ lastSeen }) => lastSeen >= gone).toSorted(byWeight);
  if (standing.length === 0) return undefined;

  const said = firstStated(standing.map(dependencyOf));
  const bySource = standing.toSorted((a, b) => byText(a.source.name, b.source.name));
  const confidence = Math.min(
    0.99,
    1 - bySource.reduce((doubt, claim) => doubt * (1 - claim.confidence), 1),
  );
  return {
    ...statedTraits(said),
    consumer: said.consumer,
    provider: said.provider,
    coupling: said.coupling,
    strength: said.strength ?? usualStrength(said.coupling),
    confidence: standingDenials.length > 0 ? confidence / 2 : confidence,
    firstSeen: Math.min(...standing.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...standing.map(({ lastSeen }) => lastSeen)),
    provenance: bySource.map(({ source, firstSeen, lastSeen, evidence }) => ({
      source: source.name,
      firstSeen,
      lastSeen,
      evidence,
    })),
    ...statesOf(standing, standingDenials.length > 0),
  };
}

/** Whoever said that it is gone, and says later that it is there, disputes with nobody. */
function isTakenBack(denial: Assertion, claims: readonly Assertion[]): boolean {
  return claims.some(
    ({ source, lastSeen }) => source.name === denial.source.name && lastSeen > denial.lastSeen,
  );
}

/** The state at a time: dormant, or only declared, once nobody has observed it for `dormantAfterMs`. */
function stateAt(
  {
    state,
    quietState,
    lastObserved,
  }: Pick<FoldedDependency, "state" | "quietState" | "lastObserved">,
  now: number,
  dormantAfterMs: number,
): DependencyState {
  if (lastObserved === undefined) return state;
  return now - lastObserved > dormantAfterMs ? quietState : state;
}

/** A game day saw the consumer fail with its provider, so it counts as an observation. */
function statesOf(
  standing: readonly Assertion[],
  denied: boolean,
): Pick<FoldedDependency, "state" | "quietState" | "lastObserved"> {
  const types = new Set(standing.map(({ source }) => source.type));
  if (denied) return { state: "disputed", quietState: "disputed" };
  if (types.has("person")) return { state: "learned", quietState: "learned" };

  const sightings = standing.filter(({ source }) => source.type !== "import");
  if (sightings.length === 0) return { state: "declared", quietState: "declared" };

  const declared = types.has("import");
  return {
    state: declared ? "confirmed" : "observed",
    quietState: declared ? "declared" : "dormant",
    lastObserved: Math.max(...sightings.map(({ lastSeen }) => lastSeen)),
  };
}

function dependencyOf({ fact, factKey }: Assertion): DependencyClaim {
  if (fact.type !== "dependency") throw new Error(`"${factKey}" is no claim about a dependency`);
  return fact.dependency;
}
