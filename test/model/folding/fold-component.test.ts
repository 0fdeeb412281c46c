import { expect, it } from "vitest";
import {
  factKey,
  type Assertion,
  type Fact,
  type SourceType,
} from "../../../src/model/assertion.ts";
import type { Component } from "../../../src/model/component.ts";
import {
  bareComponent,
  foldComponent,
  foldJourney,
  foldOwnership,
  foldTeam,
} from "../../../src/model/folding/fold-component.ts";
import { idOf } from "../../support/graph-of.ts";

function says(type: SourceType, name: string, fact: Fact, lastSeen = 5): Assertion {
  return {
    source: { name, type },
    fact,
    factKey: factKey(fact),
    confidence: 0.5,
    evidence: [],
    firstSeen: 1,
    lastSeen,
  };
}

function cart(more: Partial<Component>): Fact {
  return { type: "component", component: { ...bareComponent(idOf("cart")), ...more } };
}

it("joins the names of a component, and takes everything else from whom to believe first", () => {
  const assertions = [
    says("import", "estate", cart({ kind: "job", aliases: ["basket", "b"], restoreTimeMs: 9 })),
    says("person", "ines", cart({ aliases: ["b", "a"], pagerdutyServiceIds: ["PX"] })),
  ];

  expect(foldComponent(assertions)).toEqual({
    id: idOf("cart"),
    kind: "service",
    aliases: ["a", "b", "basket"],
    pagerdutyServiceIds: ["PX"],
    restoreTimeMs: 9,
  });
  expect(foldComponent(assertions.toReversed())).toEqual(foldComponent(assertions));
});

it("fills a team from everybody who knows something of it", () => {
  const assertions = [
    says("import", "estate", { type: "team", team: { id: "t", name: "Tills", phone: "1" } }),
    says("person", "ines", { type: "team", team: { id: "t", name: "The Tills" } }),
  ];

  expect(foldTeam(assertions)).toEqual({ id: "t", name: "The Tills", phone: "1" });
});

it("names everybody who says that a team owns a component", () => {
  const fact: Fact = { type: "owner", owner: { component: idOf("cart"), team: "t" } };

  expect(
    foldOwnership([says("person", "ines", fact, 3), says("import", "estate", fact, 8)]),
  ).toEqual({
    component: idOf("cart"),
    team: "t",
    sources: ["estate", "ines"],
    lastSeen: 8,
  });
});

it("takes a journey's entries from whom to believe first", () => {
  const journey = (entry: string): Fact => ({
    type: "journey",
    journey: { id: "buy", name: "Buy", entries: [idOf(entry)], currency: "EUR" },
  });
  const assertions = [
    says("import", "estate", journey("web")),
    says("person", "ines", journey("app")),
  ];

  expect(foldJourney(assertions)?.entries).toEqual([idOf("app")]);
});

it("gives nothing for nothing", () => {
  expect([foldComponent([]), foldTeam([]), foldOwnership([]), foldJourney([])]).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});
