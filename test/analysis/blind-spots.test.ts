import { describe, expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import type { Dependency } from "../../src/model/dependency.ts";
import type { Surroundings } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";

const DAY_MS = 86_400_000;
const NOW = 1000 * DAY_MS;
const owned = (name: string) => ({
  component: idOf(name),
  team: "shop",
  sources: ["s"],
  lastSeen: NOW,
});

/** A map in which nothing is amiss, but for what a test says. */
function spotsOf(
  own: Partial<Dependency> = {},
  about: Partial<Surroundings> = {},
  ...more: Dependency[]
) {
  const calm = dependencyOf("mail -event-> bus");
  const map = snapshotOf([dependencyOf("a -> x", { timeoutMs: 5, ...own }), calm, ...more], {
    ownerships: [owned("a")],
    ...about,
  });
  return blastRadius({ ...map, asOf: NOW }, [idOf("x")]).blindSpots;
}

describe("blind spots", () => {
  it("are none when the map tells all that the answer needs", () => {
    expect(spotsOf()).toEqual([]);
  });

  it.each<[string, Partial<Dependency>, Partial<Surroundings>]>([
    ["No owner is known for 1 harmed component.", {}, { ownerships: [] }],
    [
      "This answer rests on 1 disputed dependency: somebody says it is gone.",
      { state: "disputed" },
      {},
    ],
    ["This answer rests on 1 dormant dependency: not observed lately.", { state: "dormant" }, {}],
    ["Times are a lower bound: 1 of 1 dependencies state no delay.", { timeoutMs: undefined }, {}],
    ["No alert watches 1 dependency of this answer.", { monitored: false }, {}],
    [
      "Source old last spoke 9 days ago (and 1 other old source).",
      {},
      {
        sources: [
          { source: "new", lastSeen: NOW, facts: 1 },
          { source: "older", lastSeen: NOW - 8 * DAY_MS, facts: 1 },
          { source: "old", lastSeen: NOW - 9 * DAY_MS, facts: 1 },
        ],
      },
    ],
  ])("say: %s", (sentence, own, about) => {
    expect(spotsOf(own, about)).toEqual([sentence]);
  });

  it("say that a map without events and data sees no such harm", () => {
    const map = snapshotOf([dependencyOf("a -> x", { timeoutMs: 1 })], {
      ownerships: [owned("a")],
    });

    expect(blastRadius(map, [idOf("x")]).blindSpots).toEqual([
      "No source tells of events, batches or shared data: harm by those ways is not seen.",
    ]);
  });

  it("leave out what lies outside the answer", () => {
    expect(
      spotsOf({}, {}, dependencyOf("y -> z", { state: "disputed", monitored: false })),
    ).toEqual([]);
  });

  it("ask no delay of what stands on a failed machine", () => {
    expect(spotsOf({}, {}, dependencyOf("a -runs-on-> x"))).toEqual([]);
  });

  it("count many in one sentence, and are six at the most", () => {
    const many = Array.from({ length: 40 }, (_, place) =>
      dependencyOf(`n${place} -> x`, {
        state: place % 2 ? "dormant" : "disputed",
        monitored: false,
      }),
    );
    const sources = [{ source: "old", lastSeen: 0, facts: 1 }];
    const found = spotsOf({}, { sources }, ...many);

    expect(found).toContain("Times are a lower bound: 40 of 41 dependencies state no delay.");
    expect(found).toHaveLength(6);
  });
});
