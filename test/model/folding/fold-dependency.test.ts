import fc from "fast-check";
import { expect, it } from "vitest";
import {
  factKey,
  type Assertion,
  type Fact,
  type SourceType,
} from "../../../src/model/assertion.ts";
import type { DependencyTraits, Strength } from "../../../src/model/dependency.ts";
import { DORMANT_AFTER_MS, foldDependency } from "../../../src/model/folding/fold-dependency.ts";
import { idOf } from "../../support/graph-of.ts";

const ends = { consumer: idOf("cart"), provider: idOf("ledger") };
const HOUR_MS = 3_600_000;
const NOW = 100 * DORMANT_AFTER_MS;

interface More extends DependencyTraits {
  readonly confidence?: number;
  readonly lastSeen?: number;
  readonly strength?: Strength;
}

function asserted(type: SourceType, name: string, fact: Fact, more: More): Assertion {
  const { confidence = 0.5, lastSeen = NOW } = more;
  return {
    source: { name, type },
    fact,
    factKey: factKey(fact),
    confidence,
    evidence: [`${name}:1`],
    firstSeen: lastSeen - HOUR_MS,
    lastSeen,
  };
}

function claim(type: SourceType, name: string, more: More = {}): Assertion {
  const { confidence: _, lastSeen: __, ...traits } = more;
  return asserted(
    type,
    name,
    { type: "dependency", dependency: { ...ends, coupling: "call", ...traits } },
    more,
  );
}

function denial(lastSeen: number): Assertion {
  return asserted("person", "ines", { type: "no-dependency", ...ends }, { lastSeen });
}

function fold(claims: Assertion[], denials: Assertion[] = []) {
  return foldDependency(claims, denials, { now: NOW });
}

const anyClaim = fc
  .record({
    type: fc.constantFrom<SourceType>("import", "observation", "person", "game-day"),
    confidence: fc.constantFrom(0.1, 0.5, 0.9, 1),
    lastSeen: fc.integer({ min: 1, max: 4 }).map((ago) => NOW - ago * 20 * 24 * HOUR_MS),
    timeoutMs: fc.option(fc.constantFrom(10, 20), { nil: undefined }),
    strength: fc.option(fc.constantFrom<Strength>("hard", "soft"), { nil: undefined }),
  })
  .map(({ type, timeoutMs, strength, ...more }) => ({
    type,
    more: { ...more, ...(timeoutMs ? { timeoutMs } : {}), ...(strength ? { strength } : {}) },
  }));
const anyClaims = fc
  .array(anyClaim, { minLength: 1, maxLength: 6 })
  .map((drawn) => drawn.map(({ type, more }, place) => claim(type, `source-${place}`, more)));
const anyDenials = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 })
  .map((agos) => agos.map((ago) => denial(NOW - ago * 20 * 24 * HOUR_MS + 1)));

it("gives the same for any order of the same assertions", () => {
  fc.assert(
    fc.property(anyClaims, anyDenials, fc.infiniteStream(fc.nat()), (claims, denials, dice) => {
      const shuffled = claims
        .map((one) => ({ one, at: dice.next().value }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ one }) => one);

      expect(fold(shuffled, denials.toReversed())).toEqual(fold(claims, denials));
    }),
  );
});

it("never gets less sure by another source, nor quite sure by any number", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const all = fold(claims)?.confidence ?? 0;

      expect(all).toBeGreaterThanOrEqual((fold(claims.slice(0, -1))?.confidence ?? 0) - 1e-12);
      expect(all).toBeLessThanOrEqual(0.99);
    }),
  );
});

it("takes each attribute from a person, a game day, then whoever is surer, later, or earlier in the alphabet", () => {
  const sources = [
    claim("import", "zeta", { timeoutMs: 6, retries: 6, confidence: 0.4, lastSeen: NOW - 9 }),
    claim("import", "beta", { timeoutMs: 5, retries: 5, monitored: true, confidence: 0.4 }),
    claim("import", "alpha", { timeoutMs: 4, retries: 4, monitored: false, confidence: 0.4 }),
    claim("observation", "mesh", { timeoutMs: 3, retries: 3, confidence: 0.9 }),
    claim("game-day", "march", { timeoutMs: 2, confidence: 0.2 }),
    claim("person", "ines", { strength: "soft", confidence: 0.1 }),
  ];

  expect(fold(sources)).toMatchObject({
    strength: "soft",
    timeoutMs: 2,
    retries: 3,
    monitored: false,
  });
  expect(fold(sources.slice(0, 3))).toMatchObject({ timeoutMs: 4 });
  expect(fold(sources.slice(0, 2))).toMatchObject({ timeoutMs: 5 });
});

it("falls back on the usual strength of the coupling when nobody says one", () => {
  const telemetry = asserted(
    "import",
    "estate",
    { type: "dependency", dependency: { ...ends, coupling: "telemetry" } },
    {},
  );

  expect(fold([claim("import", "estate")])?.strength).toBe("hard");
  expect(fold([telemetry])?.strength).toBe("none");
});

const long = NOW - DORMANT_AFTER_MS - 1;
it.each([
  ["declared", [claim("import", "a")]],
  ["declared", [claim("import", "a", { lastSeen: long })]],
  ["observed", [claim("observation", "a", { lastSeen: NOW - DORMANT_AFTER_MS })]],
  ["observed", [claim("game-day", "a")]],
  ["dormant", [claim("observation", "a", { lastSeen: long })]],
  ["observed", [claim("observation", "a", { lastSeen: long }), claim("observation", "b")]],
  ["confirmed", [claim("observation", "a"), claim("import", "b", { lastSeen: long })]],
  ["declared", [claim("observation", "a", { lastSeen: long }), claim("import", "b")]],
  ["learned", [claim("person", "a", { lastSeen: long })]],
  ["learned", [claim("person", "a"), claim("observation", "b"), claim("import", "c")]],
])("is %s by what its sources are and when they last saw it (%#)", (state, claims) => {
  expect(fold(claims)?.state).toBe(state);
});

it("is as sure when dormant as it was", () => {
  expect(
    fold([claim("observation", "a", { lastSeen: long, confidence: 0.7 })])?.confidence,
  ).toBeCloseTo(0.7);
});

it("is gone when the denial is newer than every claim", () => {
  expect(fold([claim("import", "a", { lastSeen: NOW - 2 })], [denial(NOW - 1)])).toBeUndefined();
});

it("is disputed, half as sure and without the words it overruled, when a claim is as new as the denial", () => {
  const claims = [
    claim("import", "a", { lastSeen: NOW - 1, confidence: 0.6 }),
    claim("person", "omar", { lastSeen: NOW - 2, timeoutMs: 9 }),
  ];
  const folded = fold(claims, [denial(NOW - 1)]);

  expect(folded).toMatchObject({ state: "disputed", lastSeen: NOW - 1 });
  expect(folded?.confidence).toBeCloseTo(0.3);
  expect(folded).not.toHaveProperty("timeoutMs");
});

it("is disputed by nobody when whoever denied it claims it again later", () => {
  const imported = claim("import", "a", { lastSeen: NOW - 9, confidence: 0.6 });
  const again = claim("person", "ines", { lastSeen: NOW, confidence: 0.5 });
  const before = claim("person", "ines", { lastSeen: NOW - 9, confidence: 0.5 });

  expect(fold([imported, again], [denial(NOW - 5)])).toMatchObject({ state: "learned" });
  expect(fold([imported, again], [denial(NOW - 5)])?.confidence).toBeCloseTo(0.8);
  expect(fold([imported, before], [denial(NOW - 5)])).toBeUndefined();
});

it("is not there when nobody claims it", () => {
  expect(fold([])).toBeUndefined();
});
