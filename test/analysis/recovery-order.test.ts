import { describe, expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { recoveryOrder } from "../../src/analysis/recovery-order.ts";
import type { Journey } from "../../src/model/journey.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, graphOf, idOf, snapshotOf } from "../support/graph-of.ts";

function stepsOf(map: Snapshot, ...origins: string[]) {
  return recoveryOrder(map, blastRadius(map, origins.map(idOf))).steps;
}

function namesOf(map: Snapshot, ...origins: string[]): string[] {
  return stepsOf(map, ...origins).map(({ component }) => component.split("/")[2] as string);
}

function journeyAt(name: string, entry: string, perMinute?: number): Journey {
  const money = perMinute === undefined ? {} : { revenuePerMinute: { low: 0, high: perMinute } };
  return { id: name, name, entries: [idOf(entry)], currency: "EUR", ...money };
}

describe("recoveryOrder", () => {
  it("brings providers back before their consumers, and leaves out what is not down", () => {
    const map = graphOf("a -> b", "b -> x", "a -> x", "soft ~> x", "late -event-> x");

    expect(namesOf(map, "x")).toEqual(["x", "b", "a"]);
  });

  it("starts with the origin on which most money hangs", () => {
    const map = snapshotOf(
      ["shop -> x", "news -> y", "blog -> y", "ads -> y"].map((arrow) => dependencyOf(arrow)),
      { journeys: [journeyAt("Read", "news", 5), journeyAt("Buy", "shop", 900)] },
    );

    expect(namesOf(map, "y", "x").slice(0, 2)).toEqual(["x", "shop"]);
  });

  it("goes by journeys where no money is stated, then by how many hang on it", () => {
    const arrows = ["shop -> x", "news -> y", "blog -> y", "job -> z"].map((arrow) =>
      dependencyOf(arrow),
    );

    expect(
      namesOf(snapshotOf(arrows, { journeys: [journeyAt("Buy", "shop")] }), "z", "y", "x"),
    ).toEqual(["x", "shop", "y", "z", "blog", "job", "news"]);
  });

  it("breaks a circle where the failure came in, and says so", () => {
    const [first, second] = stepsOf(graphOf("x -> a", "a -> x"), "x");

    expect(first).toMatchObject({ component: idOf("x"), despite: [idOf("a")], after: [] });
    expect(first?.reason).toContain("need each other");
    expect(second).toMatchObject({ component: idOf("a"), despite: [], after: [idOf("x")] });
  });

  it("waits for so many members of a group as are needed, not for all", () => {
    const redundancyGroup = { name: "db", needed: 1 };
    const map = graphOf(["a -> r1", { redundancyGroup }], ["a -> r2", { redundancyGroup }]);
    const last = stepsOf(map, "r1", "r2").find(({ component }) => component === idOf("a"));

    expect(last?.after).toHaveLength(1);
    expect(last?.despite).toEqual([]);
  });

  it("gives a reason with what hangs on it", () => {
    const map = snapshotOf([dependencyOf("shop -> x")], { journeys: [journeyAt("Buy", "shop")] });
    const [first, second] = stepsOf(map, "x");

    expect(first).toMatchObject({ unblocks: 1, journeys: ["Buy"] });
    expect(first?.reason).toBe("It failed first; Buy hangs on it; 1 harmed component hangs on it.");
    expect(second?.reason).toBe("It is down; needs x back before it; Buy hangs on it.");
  });

  it("describes no more than asked, and says how many there are", () => {
    const map = graphOf("a -> x", "b -> x", "c -> x");
    const order = recoveryOrder(map, blastRadius(map, [idOf("x")]), 2);

    expect(order.steps).toHaveLength(2);
    expect(order.more).toBe(2);
  });
});
