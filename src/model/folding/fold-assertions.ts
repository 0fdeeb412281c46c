import type { Assertion } from "../assertion.ts";
import type { Component } from "../component.ts";
import type { Dependency } from "../dependency.ts";
import {
  bareComponent,
  foldComponent,
  foldJourney,
  foldOwnership,
  foldTeam,
} from "./fold-component.ts";
import { DORMANT_AFTER_MS, foldDependency } from "./fold-dependency.ts";
import type { SourceAge } from "../impact.ts";
import { buildSnapshot, type Snapshot } from "../snapshot/snapshot.ts";
import { byText } from "./weigh-assertions.ts";

/**
 * The map that a pile of assertions adds up to, whatever their order; retracted ones count for nothing.
 *
 * What a store gives as its snapshot equals this over all that it holds. O(n log n).
 */
export function foldAssertions(
  assertions: Iterable<Assertion>,
  about: {
    readonly now: number;
    readonly version: number;
    readonly dormantAfterMs?: number | undefined;
  },
): Snapshot {
  const all = [...assertions];
  const active = all.filter(({ retractedAt }) => retractedAt === undefined);
  const byFact = Map.groupBy(active, ({ factKey }) => factKey);
  const keys = [...byFact.keys()].toSorted(byText);
  const of = <Folded>(type: string, fold: (about: Assertion[]) => Folded | undefined): Folded[] =>
    keys
      .filter((key) => key.startsWith(`${type} `))
      .flatMap((key) => fold(byFact.get(key) ?? []) ?? []);

  const dependencies = of("dependency", (claims) => dependencyFrom(claims, byFact, about));
  const components = new Map<string, Component>();
  for (const component of of("component", foldComponent)) components.set(component.id, component);
  for (const id of dependencies.flatMap(({ consumer, provider }) => [consumer, provider])) {
    if (!components.has(id)) components.set(id, bareComponent(id));
  }

  return buildSnapshot(
    [...components.values()].toSorted((a, b) => byText(a.id, b.id)),
    dependencies,
    {
      asOf: about.now,
      version: about.version,
      teams: of("team", foldTeam),
      ownerships: of("owner", foldOwnership),
      journeys: of("journey", foldJourney),
      sources: sourceAges(all),
    },
  );
}

function dependencyFrom(
  claims: readonly Assertion[],
  byFact: ReadonlyMap<string, Assertion[]>,
  { now, dormantAfterMs = DORMANT_AFTER_MS }: { now: number; dormantAfterMs?: number | undefined },
): Dependency | undefined {
  const fact = claims[0]?.fact;
  if (fact?.type !== "dependency") return undefined;
  const denials = denialKeys(fact.dependency).flatMap((key) => byFact.get(key) ?? []);
  return foldDependency(claims, denials, { now, dormantAfterMs });
}

/** The keys under which somebody may have said that this dependency is gone. */
export function denialKeys({
  consumer,
  provider,
  coupling,
}: Pick<Dependency, "consumer" | "provider" | "coupling">): string[] {
  return [coupling, "*"].map((which) => `no-dependency ${consumer} ${provider} ${which}`);
}

/** How current each source is that stands for anything; ordered by name. */
function sourceAges(all: readonly Assertion[]): SourceAge[] {
  return [...Map.groupBy(all, ({ source }) => source.name)]
    .map(([source, own]) => ({
      source,
      lastSeen: Math.max(
        ...own.map(({ lastSeen, retractedAt = 0 }) => Math.max(lastSeen, retractedAt)),
      ),
      facts: own.filter(({ retractedAt }) => retractedAt === undefined).length,
    }))
    .filter(({ facts }) => facts > 0)
    .toSorted((a, b) => byText(a.source, b.source));
}
