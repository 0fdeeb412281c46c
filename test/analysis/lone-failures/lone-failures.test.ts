import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blastRadius } from "../../../src/analysis/blast-radius.ts";
import { businessImpact } from "../../../src/analysis/business-impact.ts";
import { loneFailures } from "../../../src/analysis/lone-failures/lone-failures.ts";
import { Coupling, type Dependency, type Strength } from "../../../src/model/dependency.ts";
import { createLoneFailures, loneFailureOf, putRows } from "../../../src/model/lone-failures.ts";
import type { Snapshot } from "../../../src/model/snapshot/snapshot.ts";
import { idOf, snapshotOf } from "../../support/graph-of.ts";

const RUNS = 100;
/** More than fit into one number, so that a map takes several. */
const NAMES = Array.from({ length: 40 }, (_, place) => `part-${place}`);

const couplings = {
  "of calls": fc.constant<Coupling>("call"),
  "of every coupling": fc.constantFrom<Coupling>(...Coupling.options),
};
const fallback = fc.constantFrom(...NAMES).map(idOf);
const redundancyGroup = fc.record({
  name: fc.constantFrom("x", "y"),
  needed: fc.constantFrom(1, 2),
});
const delays = { timeoutMs: fc.constantFrom(0, 1, 5), toleratedLagMs: fc.constantFrom(0, 1, 3) };

/** What is stated of every fourth dependency. */
const traits = {
  "that are plain": {},
  "with fallbacks": { fallback },
  "with redundancy groups": { redundancyGroup },
  "with delays": delays,
  "with all of these": { ...delays, fallback, redundancyGroup },
};

/** Maps in which the first names are used most, so that failures meet. */
function mapOf(
  coupling: fc.Arbitrary<Coupling>,
  stated: Parameters<typeof fc.record>[0],
): fc.Arbitrary<Snapshot> {
  const place = fc
    .tuple(fc.nat(NAMES.length - 1), fc.nat(NAMES.length - 1))
    .map(([one, other]) => idOf(NAMES[Math.min(one, other)] as string));
  const plain = fc.record({
    consumer: place,
    provider: place,
    coupling,
    strength: fc.constantFrom<Strength>("hard", "hard", "hard", "soft", "none"),
  });
  const more = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record(stated, { requiredKeys: [] }) },
  );
  const dependency = fc.tuple(plain, more).map(([own, extra]): Dependency => ({
    ...own,
    ...extra,
    state: "declared",
    confidence: 1,
    firstSeen: 0,
    lastSeen: 0,
    provenance: [],
  }));
  const journey = fc.uniqueArray(fc.oneof(place, place, place, fc.constant(idOf("nowhere"))), {
    minLength: 1,
    maxLength: 3,
  });
  return fc
    .record({
      dependencies: fc.uniqueArray(dependency, {
        maxLength: 90,
        size: "max",
        selector: (one) => `${one.consumer} ${one.provider} ${one.coupling}`,
      }),
      entries: fc.array(journey, { maxLength: 3 }),
    })
    .map(({ dependencies, entries }) =>
      snapshotOf(dependencies, {
        components: NAMES.map((name) => ({ id: idOf(name) })),
        journeys: entries.map((own, place) => ({
          id: `j${place}`,
          name: `Journey ${place}`,
          entries: own,
          currency: "EUR",
        })),
      }),
    );
}

/** The same by full answers, one component after the other. */
function oneByOne(snapshot: Snapshot): object[] {
  return snapshot.components.map(({ id }, origin) => {
    const blast = blastRadius(snapshot, [id]);
    const { journeys } = businessImpact(snapshot, blast);
    const inState = (state: string) => blast.hits.filter((hit) => hit.state === state).length;
    return {
      origin,
      down: inState("down"),
      degraded: inState("degraded"),
      stale: inState("stale"),
      journeysHit: journeys.length,
      journeysStopped: journeys.filter(
        ({ journey, entries }) =>
          entries.filter(({ state }) => state === "down").length === new Set(journey.entries).size,
      ).length,
    };
  });
}

function allAtOnce(snapshot: Snapshot, cut: number): object[] {
  const count = snapshot.components.length;
  const table = createLoneFailures(count);
  putRows(table, loneFailures(snapshot, 0, cut));
  putRows(table, loneFailures(snapshot, cut, count));
  return snapshot.components.map((_, origin) => loneFailureOf(table, origin));
}

describe.each(Object.entries(couplings))("on random maps %s", (_, coupling) => {
  it.each(Object.entries(traits))(
    "counts what full answers count, %s",
    (__, stated) => {
      fc.assert(
        fc.property(mapOf(coupling, stated), fc.nat(NAMES.length), (snapshot, cut) => {
          expect(allAtOnce(snapshot, cut)).toEqual(oneByOne(snapshot));
        }),
        { numRuns: RUNS },
      );
    },
    30_000,
  );
});

it("counts nothing on an empty map", () => {
  expect(loneFailures(snapshotOf([]), 0, 10).origin).toHaveLength(0);
});
