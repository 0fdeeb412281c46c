import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "../../../src/model/canonical-json.ts";
import type { Dependency } from "../../../src/model/dependency.ts";
import { packProvenance, unpackProvenance } from "../../../src/model/snapshot/pack-provenance.ts";
import { buildSnapshot } from "../../../src/model/snapshot/snapshot.ts";
import { dependencyOf, snapshotOf } from "../../support/graph-of.ts";
import { anyEstate } from "../../support/any-estate.ts";

it("gives back every dependency that went in, whatever the order", () => {
  fc.assert(
    fc.property(anyEstate(), ({ dependencies, components }) => {
      const snapshot = snapshotOf(dependencies, { components });
      const reversed = buildSnapshot(snapshot.components, dependencies.toReversed(), snapshot);
      const all = Array.from(snapshot.consumer, (_, index) => snapshot.dependency(index));

      expect(new Set(all.map(text))).toEqual(new Set(dependencies.map(text)));
      expect(all).toHaveLength(dependencies.length);
      expect(Array.from(reversed.consumer, (_, index) => reversed.dependency(index))).toEqual(all);
    }),
  );
});

it("finds the dependencies of every provider and every consumer by its indexes", () => {
  fc.assert(
    fc.property(anyEstate(), ({ dependencies, components }) => {
      const snapshot = snapshotOf(dependencies, { components });
      const { firstUse, firstNeed, needs, consumer, provider } = snapshot;
      for (const place of snapshot.components.keys()) {
        const uses = rangeOf(firstUse, place);
        const needed = rangeOf(firstNeed, place).map((at) => needs[at] as number);

        expect(uses).toEqual(placesOf(provider, place));
        expect(needed.toSorted((a, b) => a - b)).toEqual(placesOf(consumer, place));
      }
    }),
  );
});

it("refuses a dependency whose end is no component", () => {
  const about = { asOf: 0, version: 1 };

  expect(() => buildSnapshot([], [dependencyOf("cart -> ledger")], about)).toThrow(
    "the dependency's end prod/shop/cart is not a component",
  );
});

it("packs any provenance into one line of ASCII", () => {
  const anyProvenance = fc.array(
    fc.record({
      source: fc.string({ unit: "binary" }),
      firstSeen: fc.nat(),
      lastSeen: fc.nat(),
      evidence: fc.array(fc.string({ unit: "binary" })),
    }),
  );
  fc.assert(
    fc.property(anyProvenance, (provenance) => {
      const packed = packProvenance(provenance);

      expect(packed).toMatch(/^[\x20-\x7e]*$/);
      expect(unpackProvenance(packed)).toEqual(provenance);
    }),
  );
});

function text(dependency: Dependency): string {
  return canonicalJson(dependency);
}

function rangeOf(starts: Int32Array, place: number): number[] {
  const [first, end] = [starts[place] as number, starts[place + 1] as number];
  return Array.from({ length: end - first }, (_, offset) => first + offset);
}

function placesOf(column: Int32Array, wanted: number): number[] {
  return [...column.keys()].filter((place) => column[place] === wanted);
}
