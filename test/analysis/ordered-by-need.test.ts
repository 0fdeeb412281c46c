import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { circles } from "../../src/analysis/circles.ts";
import { orderedByNeed } from "../../src/analysis/ordered-by-need.ts";

const NAMES = ["a", "b", "c", "d", "e", "f"];
const name = fc.constantFrom(...NAMES);
const graphs = fc
  .array(fc.tuple(name, name), { maxLength: 14 })
  .map(
    (pairs) =>
      new Map(
        NAMES.map((one) => [one, pairs.filter(([who]) => who === one).map(([, need]) => need)]),
      ),
  );
const preferences = fc.shuffledSubarray(NAMES, { minLength: NAMES.length });

/** Does one need the other, directly or not? */
function needs(graph: ReadonlyMap<string, readonly string[]>, one: string, other: string): boolean {
  const seen = new Set([one]);
  for (const member of seen)
    for (const need of graph.get(member) ?? [])
      if (need === other) return true;
      else seen.add(need);
  return false;
}

describe("circles", () => {
  it("hold exactly those that need each other, and come after what they need", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const found = circles(graph);
        const placeOf = new Map(
          found.flatMap((circle, place) => circle.map((one) => [one, place])),
        );

        expect([...placeOf.keys()].toSorted()).toEqual(NAMES);
        for (const one of NAMES) {
          for (const other of NAMES.filter((each) => each !== one)) {
            const both = needs(graph, one, other) && needs(graph, other, one);
            expect(placeOf.get(one) === placeOf.get(other)).toBe(both);
            const isInOrder = (placeOf.get(other) as number) <= (placeOf.get(one) as number);
            expect(isInOrder || !needs(graph, one, other)).toBe(true);
          }
        }
      }),
    );
  });

  it("do not overflow the stack on a long chain", () => {
    const chain = Array.from(
      { length: 50_000 },
      (_, place) => [`n${place}`, [`n${place + 1}`]] as const,
    );

    expect(circles(new Map(chain))).toHaveLength(50_000);
  });
});

describe("orderedByNeed", () => {
  it("names everybody once, and after all that does not need it back", () => {
    fc.assert(
      fc.property(graphs, preferences, preferences, (graph, preferred, breakers) => {
        const order = [...orderedByNeed(graph, preferred, breakers)];

        expect(order.toSorted()).toEqual(NAMES);
        for (const [place, one] of order.entries()) {
          const late = (graph.get(one) ?? []).filter((need) => order.indexOf(need) > place);
          for (const need of late) expect(needs(graph, need, one)).toBe(true);
        }
      }),
    );
  });

  it("takes the preferred among those that could be next", () => {
    const graph = new Map([
      ["web", ["db"]],
      ["db", []],
      ["mail", []],
      ["job", []],
    ] as [string, string[]][]);

    expect([...orderedByNeed(graph, ["web", "mail", "db", "job"], [])]).toEqual([
      "mail",
      "db",
      "web",
      "job",
    ]);
  });
});
