import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCodePoint } from "../../../src/model/snapshot/by-code-point.ts";
import type { Component } from "../../../src/model/component.ts";
import type { Dependency } from "../../../src/model/dependency.ts";
import type { SourceAge } from "../../../src/model/impact.ts";
import { patchSnapshot, type SnapshotChanges } from "../../../src/model/snapshot/patch-snapshot.ts";
import { buildSnapshot, type Snapshot } from "../../../src/model/snapshot/snapshot.ts";
import { anyEstate, type AnyEstate } from "../../support/any-estate.ts";
import { bareComponent } from "../../../src/model/folding/fold-component.ts";
import { dependencyOf, idOf } from "../../support/graph-of.ts";

const NONE: SnapshotChanges = {
  components: new Map(),
  dependencies: new Map(),
  teams: new Map(),
  ownerships: new Map(),
  journeys: new Map(),
  sources: [],
};

/** The estate as a store gives it: in the order of ids, with the ends that nobody described. */
function built({ components, dependencies }: AnyEstate, version = 1): Snapshot {
  const ends = dependencies.flatMap(({ consumer, provider }) => [consumer, provider]);
  const named = new Map<string, Component>(ends.map((id) => [id, bareComponent(id)]));
  for (const component of components) named.set(component.id, component);
  const all = [...named.values()].toSorted((a, b) => byCodePoint(a.id, b.id));
  return buildSnapshot(all, dependencies, { asOf: version, version });
}

/** What must be told so that one becomes the other; of what is alike, this says that it changed all the same. */
function changesBetween(before: Snapshot, after: Snapshot): SnapshotChanges {
  return {
    ...NONE,
    components: difference(mapOf(before.components, idOfItem), mapOf(after.components, idOfItem)),
    dependencies: difference(
      mapOf(dependenciesOf(before), keyOf),
      mapOf(dependenciesOf(after), keyOf),
    ),
  };
}

function difference<Item>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): Map<string, Item | undefined> {
  return new Map([...before.keys(), ...after.keys()].map((key) => [key, after.get(key)]));
}

function mapOf<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [key(item), item]));
}

function idOfItem({ id }: { readonly id: string }): string {
  return id;
}

function keyOf({ consumer, provider, coupling }: Dependency): string {
  return `${consumer} ${provider} ${coupling}`;
}

function dependenciesOf(snapshot: Snapshot): Dependency[] {
  return Array.from(snapshot.consumer, (_, index) => snapshot.dependency(index));
}

/** Everything that a reader can see, but how the provenance is packed. */
function visible(snapshot: Snapshot): object {
  const { state, firstSeen, lastSeen } = snapshot.details;
  return {
    ...snapshot,
    store: snapshot.store,
    indexOf: [...snapshot.indexOf],
    traits: [...snapshot.traits],
    details: { state, firstSeen, lastSeen },
    dependency: dependenciesOf(snapshot),
  };
}

describe("patchSnapshot", () => {
  it("gives what building anew gives, for any two estates", () => {
    fc.assert(
      fc.property(anyEstate(), anyEstate(), (one, other) => {
        const [before, after] = [built(one, 1), built(other, 2)];
        const patched = patchSnapshot(before, changesBetween(before, after), after);

        expect(visible(patched)).toEqual(visible(after));
      }),
    );
  });

  it("gives the same through many changes, one after the other", () => {
    fc.assert(
      fc.property(fc.array(anyEstate(), { minLength: 2, maxLength: 8 }), (estates) => {
        let patched = built(estates[0] as AnyEstate);
        for (const estate of estates) {
          const after = built(estate);
          patched = patchSnapshot(patched, changesBetween(patched, after), after);
          expect(visible(patched)).toEqual(visible(after));
        }
      }),
    );
  });

  it("leaves what it began from as it was, also when it is patched twice", () => {
    fc.assert(
      fc.property(anyEstate(), anyEstate(), anyEstate(), (one, other, third) => {
        const first = built(one);
        const base = patchSnapshot(first, changesBetween(first, first), first);
        const left = patchSnapshot(base, changesBetween(base, built(other)), base);
        const right = patchSnapshot(base, changesBetween(base, built(third)), base);

        expect(visible(base)).toEqual(visible(first));
        expect(visible(left)).toEqual(visible(built(other)));
        expect(visible(right)).toEqual(visible(built(third)));
      }),
    );
  });

  it("changes only what the changes name", () => {
    fc.assert(
      fc.property(anyEstate(), fc.nat(), (estate, which) => {
        const before = built(estate);
        const all = dependenciesOf(before);
        const chosen = all[which % (all.length || 1)];
        fc.pre(chosen !== undefined);
        const changed: Dependency = { ...chosen, strength: "soft", provenance: [], retries: 7 };
        const changes = { ...NONE, dependencies: new Map([[keyOf(chosen), changed]]) };
        const dependencies = all.map((own) => (own === chosen ? changed : own));

        const patched = patchSnapshot(before, changes, before);
        const anew = buildSnapshot(before.components, dependencies, before);

        expect(visible(patched)).toEqual(visible(anew));
      }),
    );
  });

  it("takes in teams, owners and journeys in their order, and all sources", () => {
    const base = buildSnapshot([], [], {
      asOf: 0,
      version: 1,
      teams: ["a", "c", "d"].map((id) => ({ id, name: id })),
      ownerships: [owned("a", "x"), owned("a-b", "x")],
      journeys: [{ id: "buy", name: "Buy", entries: [idOf("a")], currency: "USD" }],
    });
    const sources: SourceAge[] = [{ source: "mesh", lastSeen: 5, facts: 1 }];
    const patched = patchSnapshot(
      base,
      {
        ...NONE,
        teams: new Map([
          ["b", { id: "b", name: "new" }],
          ["c", undefined],
          ["d", { id: "d", name: "changed" }],
          ["unheard-of", undefined],
        ]),
        ownerships: new Map([[`${idOf("a")} y`, owned("a", "y")]]),
        journeys: new Map([["buy", undefined]]),
        sources,
      },
      { asOf: 3, version: 2, store: "this one" },
    );

    expect(patched.teams.map(({ name }) => name)).toEqual(["a", "new", "changed"]);
    expect(patched.ownerships.map(({ component, team }) => [component, team])).toEqual([
      [idOf("a"), "x"],
      [idOf("a"), "y"],
      [idOf("a-b"), "x"],
    ]);
    expect(patched.journeys).toEqual([]);
    expect(patched).toMatchObject({ sources, asOf: 3, version: 2, store: "this one" });
  });

  it("keeps every line of provenance right when the dead ones are swept out", () => {
    const evidence = "x".repeat(20_000);
    const names = Array.from({ length: 120 }, (_, place) => `part-${place}`);
    const dependencyAt = (name: string, round: number) =>
      dependencyOf(`${name} -> hub`, {
        provenance: [{ source: "mesh", firstSeen: 0, lastSeen: round, evidence: [name, evidence] }],
      });
    let map = built({ components: [], dependencies: names.map((name) => dependencyAt(name, 0)) });
    const rounds = new Map(names.map((name) => [name, 0]));
    const longest: number[] = [];
    for (let round = 1; round <= 12; round += 1) {
      const touched = names.filter((_, place) => place % 3 !== round % 3);
      for (const name of touched) rounds.set(name, round);
      const changed = touched.map((name) => dependencyAt(name, round));
      map = patchSnapshot(map, { ...NONE, dependencies: mapOf(changed, keyOf) }, map);
      longest.push(map.details.provenanceText.length);
    }

    expect(new Set(dependenciesOf(map).map(keyOf)).size).toBe(names.length);
    for (const { consumer, provenance } of dependenciesOf(map)) {
      const name = consumer.split("/")[2] as string;
      expect(provenance[0]?.lastSeen).toBe(rounds.get(name));
      expect(provenance[0]?.evidence[0]).toBe(name);
    }
    expect(Math.max(...longest)).toBeLessThan(names.length * 20_200 * 3);
  });

  it("refuses a dependency whose end is no component, or goes", () => {
    const before = built({ components: [], dependencies: [dependencyOf("cart -> ledger")] });
    const unknown = { ...NONE, dependencies: mapOf([dependencyOf("cart -> rates")], keyOf) };
    const gone = { ...NONE, components: new Map([[idOf("cart"), undefined]]) };

    expect(() => patchSnapshot(before, unknown, before)).toThrow(
      "the dependency's end prod/shop/rates is not a component",
    );
    expect(() => patchSnapshot(before, gone, before)).toThrow(
      "a component went, and a dependency that ends there did not",
    );
  });
});

function owned(component: string, team: string) {
  return { component: idOf(component), team, sources: ["test"], lastSeen: 0 };
}

describe("byCodePoint", () => {
  it("orders texts as their bytes in UTF-8 do", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
    expect(byCodePoint("\uFF5E", "😀")).toBeLessThan(0);
  });
});
