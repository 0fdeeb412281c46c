import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { Coupling, type Dependency, type Strength } from "../../src/model/dependency.ts";
import type { Journey } from "../../src/model/journey.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { idOf, snapshotOf } from "../support/graph-of.ts";
import { naiveFailure } from "./naive-failure.ts";

const NAMES = ["a", "b", "c", "d", "e", "f", "g"];
const name = fc.constantFrom(...NAMES).map(idOf);
const origins = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });

type Fields = Parameters<typeof fc.record>[0];

/** Maps of up to `most` dependencies; the three ends and signs are always there, the traits now and then. */
function mapOf(most: number, coupling: fc.Arbitrary<Coupling>, traits: Fields) {
  const dependency = fc
    .record(
      {
        consumer: name,
        provider: name,
        coupling,
        strength: fc.constantFrom<Strength>("hard", "hard", "hard", "soft", "none"),
        confidence: fc.constantFrom(1, 0.75, 0.5),
        ...traits,
      },
      { requiredKeys: ["consumer", "provider", "coupling", "strength", "confidence"] },
    )
    .map(
      (own) =>
        ({ ...own, state: "declared", firstSeen: 0, lastSeen: 0, provenance: [] }) as Dependency,
    );
  const selector = (one: Dependency) => `${one.consumer} ${one.provider} ${one.coupling}`;
  return fc.record({
    dependencies: fc.uniqueArray(dependency, { minLength: 1, maxLength: most, selector }),
    entry: fc.option(name, { nil: undefined }),
    bystanders: fc.constantFrom(0, 60),
  });
}

/** Bystanders have no dependencies, but make a failure a small one: those are played in other ways than large ones. */
function snapshotFrom({
  dependencies,
  entry,
  bystanders,
}: {
  dependencies: Dependency[];
  entry?: string | undefined;
  bystanders: number;
}): Snapshot {
  const journeys: Journey[] = entry
    ? [{ id: "shop", name: "Shop", entries: [entry], currency: "EUR" }]
    : [];
  const names = [...NAMES, ...Array.from({ length: bystanders }, (_, place) => `still-${place}`)];
  return snapshotOf(dependencies, { journeys, components: names.map((id) => ({ id: idOf(id) })) });
}

const call = fc.constant<Coupling>("call");
const any = fc.oneof(call, fc.constantFrom(...Coupling.options));
const delays = {
  timeoutMs: fc.constantFrom(0, 1, 2, 5),
  retries: fc.constantFrom(0, 1),
  toleratedLagMs: fc.constantFrom(0, 1, 3),
};
const group = fc.record({ name: fc.constantFrom("x", "y"), needed: fc.constantFrom(1, 2) });

const shapes = [
  ["of every kind", mapOf(16, any, { ...delays, fallback: name, redundancyGroup: group })],
  ["dense, where ties decide", mapOf(40, call, {})],
  ["full of fallbacks", mapOf(16, fc.oneof(call, call, call, any), { fallback: name })],
  ["full of redundancy groups", mapOf(20, fc.oneof(call, any), { redundancyGroup: group })],
  ["full of delays", mapOf(20, any, delays)],
] as const;

describe.each(shapes)("on random maps %s", (_, map) => {
  it("says the same as the rules written down a second time, slowly", () => {
    fc.assert(
      fc.property(map, origins, (drawn, failed) => {
        const snapshot = snapshotFrom(drawn);
        const { hits, starved } = blastRadius(snapshot, failed);

        expect({ hits: [...hits], starved }).toEqual(naiveFailure(snapshot, failed));
      }),
      { numRuns: 1000 },
    );
  });

  it("tells chains that exist, as sure as their weakest dependency, whatever was asked before", () => {
    fc.assert(
      fc.property(map, fc.array(origins, { minLength: 1, maxLength: 3 }), (drawn, questions) => {
        const snapshot = snapshotFrom(drawn);
        for (const failed of questions) {
          for (const { component, chain, hops, confidence } of blastRadius(snapshot, failed).hits) {
            const links = chain
              .slice(1)
              .map((provider, place) =>
                drawn.dependencies
                  .filter((one) => one.consumer === chain[place] && one.provider === provider)
                  .map((one) => one.confidence),
              );

            expect(chain[0]).toBe(component);
            expect(failed).toContain(chain.at(-1));
            expect(links).toHaveLength(hops);
            expect(isWeakestOf(links, confidence)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Can one dependency be picked for each link so that the least sure of them is this sure? */
function isWeakestOf(links: readonly (readonly number[])[], confidence: number): boolean {
  return (
    links.every((link) => link.some((each) => each >= confidence)) &&
    links.some((link) => link.includes(confidence))
  );
}
