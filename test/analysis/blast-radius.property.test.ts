import fc from "fast-check";
import { expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { Coupling, type Dependency, type Strength } from "../../src/model/dependency.ts";
import type { Journey } from "../../src/model/journey.ts";
import { idOf, snapshotOf } from "../support/graph-of.ts";
import { naiveFailure } from "./naive-failure.ts";

const NAMES = ["a", "b", "c", "d", "e", "f", "g"];
const name = fc.constantFrom(...NAMES).map(idOf);

const dependency: fc.Arbitrary<Dependency> = fc
  .record(
    {
      consumer: name,
      provider: name,
      coupling: fc.oneof(fc.constant("call" as const), fc.constantFrom(...Coupling.options)),
      strength: fc.constantFrom<Strength>("hard", "hard", "hard", "soft", "none"),
      confidence: fc.constantFrom(1, 0.75, 0.5, 0.25),
      timeoutMs: fc.constantFrom(0, 1, 2, 5),
      retries: fc.constantFrom(0, 1),
      toleratedLagMs: fc.constantFrom(0, 1, 3),
      fallback: name,
      redundancyGroup: fc.record({
        name: fc.constantFrom("x", "y"),
        needed: fc.constantFrom(1, 2),
      }),
    },
    { requiredKeys: ["consumer", "provider", "coupling", "strength", "confidence"] },
  )
  .map((traits) => ({ ...traits, state: "declared", firstSeen: 0, lastSeen: 0, provenance: [] }));

const map = fc
  .record({
    dependencies: fc.uniqueArray(dependency, {
      minLength: 1,
      maxLength: 16,
      selector: ({ consumer, provider, coupling }) => `${consumer} ${provider} ${coupling}`,
    }),
    entry: fc.option(name, { nil: undefined }),
  })
  .map(({ dependencies, entry }) => {
    const journeys: Journey[] = entry
      ? [{ id: "shop", name: "Shop", entries: [entry], currency: "EUR" }]
      : [];
    return snapshotOf(dependencies, {
      journeys,
      components: NAMES.map((id) => ({ id: idOf(id) })),
    });
  });

const origins = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });

it("says the same as the rules written down a second time, slowly", () => {
  fc.assert(
    fc.property(map, origins, (snapshot, failed) => {
      const { hits, starved } = blastRadius(snapshot, failed);

      expect({ hits, starved }).toEqual(naiveFailure(snapshot, failed));
    }),
    { numRuns: 3000 },
  );
});
