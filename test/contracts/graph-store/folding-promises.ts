import fc from "fast-check";
import { expect } from "vitest";
import { foldAssertions } from "../../../src/model/folding/fold-assertions.ts";
import type { Saying } from "../../../src/ports/graph-store.ts";
import { idOf } from "../../support/graph-of.ts";
import {
  allPages,
  component,
  contentsOf,
  DAY_MS,
  denial,
  dependenciesOf,
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** What the sources of a fact add up to. */
export function foldingPromises(promise: Promises): void {
  promise(
    "calls a dependency confirmed, and surer, once a second kind of source has it",
    async ({ store }) => {
      await store.say(saying("import:estate", [dependency("a -> b")]));
      await store.say(saying("observation:mesh", [dependency("a -> b", { confidence: 0.5 })]));

      const [only] = dependenciesOf(await store.snapshot(NOW));
      expect(only).toMatchObject({ state: "confirmed", confidence: 0.9 });
      expect(only?.provenance.map(({ source }) => source)).toEqual(["estate", "mesh"]);
    },
  );

  promise("keeps a dependency that nobody observes any more, as dormant", async ({ store }) => {
    await store.say(saying("observation:mesh", [dependency("a -> b")]));

    const states = [NOW + 29 * DAY_MS, NOW + 31 * DAY_MS].map(async (now) =>
      dependenciesOf(await store.snapshot(now)).map(({ state }) => state),
    );
    expect(await Promise.all(states)).toEqual([["observed"], ["dormant"]]);
  });

  promise("leaves out what was denied after it was last seen", async ({ store }) => {
    const both = [dependency("a -> b"), dependency("a -event-> b")];
    await store.say(saying("import:estate", both));
    await store.say(saying("person:ines", [denial("a -> b")], { at: NOW + 1 }));
    expect(dependenciesOf(await store.snapshot(NOW)).map(({ coupling }) => coupling)).toEqual([
      "event",
    ]);

    await store.say(saying("person:ines", [denial("a -> b", "*")], { at: NOW + 1 }));
    expect((await store.snapshot(NOW)).components).toEqual([]);
  });

  promise(
    "calls disputed, and half as sure, what is claimed again after a denial",
    async ({ store }) => {
      await store.say(saying("import:estate", [dependency("a -> b")]));
      await store.say(saying("person:ines", [denial("a -> b")], { at: NOW + 1 }));
      await store.say(saying("import:estate", [dependency("a -> b")], { at: NOW + 2 }));

      expect(dependenciesOf(await store.snapshot(NOW))).toMatchObject([
        { state: "disputed", confidence: 0.4 },
      ]);
    },
  );

  promise("takes a person's word before an import's, attribute by attribute", async ({ store }) => {
    const imported = { timeoutMs: 100, retries: 3, confidence: 1 };
    await store.say(saying("import:estate", [dependency("a -> b", imported)]));
    await store.say(
      saying("person:ines", [dependency("a -> b", { timeoutMs: 900, confidence: 0.3 })]),
    );

    expect(dependenciesOf(await store.snapshot(NOW))).toMatchObject([
      { state: "learned", timeoutMs: 900, retries: 3 },
    ]);
  });

  promise("keeps what was learned, and where, through every import", async ({ store }) => {
    const learned = {
      quote: "cart asks rates for every price",
      author: "ines",
      proposalId: "p1",
      proposer: "omar",
      approver: "li",
    };
    await store.say(saying("person:li", [dependency("cart -> rates", { learned })]));
    await store.say(saying("import:estate", manyDependencies(4), { complete: true, at: NOW + 1 }));
    await store.say(saying("person:li", [dependency("cart -> rates")], { at: NOW + 2 }));

    const key = `dependency ${idOf("cart")} ${idOf("rates")} call`;
    expect(await store.assertionsAbout(key)).toMatchObject([{ source: { name: "li" }, learned }]);
    const states = dependenciesOf(await store.snapshot(NOW)).map(({ state }) => state);
    expect(states).toContain("learned");
  });

  promise("shows both owners when two sources disagree", async ({ store }) => {
    const owner = (team: string) => ({
      fact: { type: "owner", owner: { component: idOf("cart"), team } } as const,
      confidence: 1,
      evidence: [],
    });
    await store.say(saying("import:estate", [owner("basket")]));
    await store.say(saying("person:ines", [owner("prices"), owner("basket")], { at: NOW + 5 }));

    expect((await store.snapshot(NOW)).ownerships).toEqual([
      { component: idOf("cart"), team: "basket", sources: ["estate", "ines"], lastSeen: NOW + 5 },
      { component: idOf("cart"), team: "prices", sources: ["ines"], lastSeen: NOW + 5 },
    ]);
  });

  promise(
    "gives the map that its assertions add up to, whatever was said in whatever order",
    async (_, createEmptyStore) => {
      async function mapAfter(sayings: readonly Saying[]): Promise<object> {
        const fresh = await createEmptyStore();
        const { store } = fresh;
        for (const said of sayings) await store.say(said);
        const now = NOW + 40 * DAY_MS;
        const map = contentsOf(await store.snapshot(now));
        const { items } = await allPages((after) => store.assertions(after));
        expect(map).toEqual(contentsOf(foldAssertions(items, { now, version: 0 })));
        await fresh.dispose();
        return map;
      }

      await fc.assert(
        fc.asyncProperty(sayingsInAnyOrder(), async ([sayings, shuffled]) => {
          expect(await mapAfter(shuffled)).toEqual(await mapAfter(sayings));
        }),
        { numRuns: 25 },
      );
    },
  );
}

/** A few sources, a few parts, each saying at a time of its own; and the same in another order. */
function sayingsInAnyOrder(): fc.Arbitrary<[Saying[], Saying[]]> {
  const part = fc.constantFrom("a", "b", "c");
  const arrow = fc
    .tuple(part, fc.constantFrom("->", "-event->"), part)
    .map((words) => words.join(" "));
  const traits = fc.record({ timeoutMs: fc.constantFrom(5, 9) }, { requiredKeys: [] });
  const claim = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(arrow, traits).map(([drawn, more]) => dependency(drawn, more)),
    },
    fc.tuple(arrow, fc.constantFrom("*" as const, undefined)).map((said) => denial(...said)),
    fc
      .tuple(part, fc.subarray(["one", "two"]))
      .map(([name, aliases]) => component(name, { aliases })),
  );
  const source = fc.constantFrom(
    "import:estate",
    "observation:mesh",
    "person:ines",
    "game-day:march",
  );
  return fc
    .array(fc.tuple(source, fc.array(claim, { maxLength: 5 }), fc.boolean()), { maxLength: 7 })
    .map((drawn) =>
      drawn.map(([name, claims, complete], place) =>
        saying(name as `import:${string}`, claims, {
          complete,
          force: true,
          at: NOW + place * 3 * DAY_MS,
        }),
      ),
    )
    .chain((sayings) =>
      fc.tuple(
        fc.constant(sayings),
        fc.shuffledSubarray(sayings, { minLength: sayings.length, maxLength: sayings.length }),
      ),
    );
}
