import type { Assertion } from "../assertion.ts";
import type { Component, ComponentId } from "../component.ts";
import type { Journey } from "../journey.ts";
import type { Ownership, Team } from "../team.ts";
import { byText, byWeight, firstStated } from "./weigh-assertions.ts";

/** The component that several sources speak of; the names by which it goes are those of all of them. */
export function foldComponent(assertions: readonly Assertion[]): Component | undefined {
  const said = assertions
    .toSorted(byWeight)
    .flatMap(({ fact }) => (fact.type === "component" ? [fact.component] : []));
  if (said.length === 0) return undefined;
  return {
    ...firstStated(said),
    aliases: union(said.map(({ aliases }) => aliases)),
    pagerdutyServiceIds: union(said.map(({ pagerdutyServiceIds }) => pagerdutyServiceIds)),
  };
}

/** A component of which nothing is known but that something hangs on it. */
export function bareComponent(id: ComponentId): Component {
  return { id, kind: "service", aliases: [], pagerdutyServiceIds: [] };
}

/** The team that several sources speak of. */
export function foldTeam(assertions: readonly Assertion[]): Team | undefined {
  const said = assertions
    .toSorted(byWeight)
    .flatMap(({ fact }) => (fact.type === "team" ? [fact.team] : []));
  return said.length > 0 ? firstStated(said) : undefined;
}

/** The journey that several sources speak of; its entries are those of the source to believe first. */
export function foldJourney(assertions: readonly Assertion[]): Journey | undefined {
  const said = assertions
    .toSorted(byWeight)
    .flatMap(({ fact }) => (fact.type === "journey" ? [fact.journey] : []));
  return said.length > 0 ? firstStated(said) : undefined;
}

/** One team's ownership of one component, with everybody who says so. Another team's is another fact. */
export function foldOwnership(assertions: readonly Assertion[]): Ownership | undefined {
  const [first] = assertions;
  if (first?.fact.type !== "owner") return undefined;
  return {
    ...first.fact.owner,
    sources: assertions.map(({ source }) => source.name).toSorted(byText),
    lastSeen: Math.max(...assertions.map(({ lastSeen }) => lastSeen)),
  };
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].toSorted(byText);
}
