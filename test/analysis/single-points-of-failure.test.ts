import { expect, it } from "vitest";
import { singlePointsOfFailure } from "../../src/analysis/single-points-of-failure.ts";
import { singlePoint } from "../../src/analysis/lone-failures/single-point.ts";
import type { Journey } from "../../src/model/journey.ts";
import type { SinglePoint } from "../../src/model/single-points.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, graphOf, idOf, snapshotOf } from "../support/graph-of.ts";

function namesOf(snapshot: Snapshot): string[] {
  return singlePointsOfFailure(snapshot, 10).points.map(({ component }) => component);
}

function pointOf(snapshot: Snapshot, name: string): SinglePoint {
  return singlePoint(snapshot, snapshot.indexOf.get(idOf(name)) as number);
}

function journey(name: string, ...entries: string[]): Journey {
  return { id: name.toLowerCase(), name, entries: entries.map(idOf), currency: "EUR" };
}

const inGroup = (needed: number) => ({ redundancyGroup: { name: "stores", needed } });

it("names what takes others down, the most first, equals by name", () => {
  const map = graphOf("web -> checkout", "checkout -> ledger", "b -> y", "a -> x");

  expect(namesOf(map)).toEqual(["ledger", "checkout", "x", "y"].map(idOf));
});

it("does not name what only degrades others or leaves them with old data", () => {
  const map = graphOf("web ~> search", "report -event-> orders", "grafana -telemetry-> web");

  expect(singlePointsOfFailure(map, 10)).toMatchObject({ count: 0, points: [] });
});

it("ranks a component that stops a journey before one that takes more down", () => {
  const map = snapshotOf(
    [
      dependencyOf("shop -> checkout"),
      dependencyOf("report -> lake"),
      dependencyOf("chart -> lake"),
    ],
    { journeys: [journey("Buy", "shop")] },
  );

  expect(namesOf(map)).toEqual(["checkout", "lake"].map(idOf));
  expect(pointOf(map, "checkout")).toMatchObject({ journeysStopped: ["Buy"], journeysHarmed: [] });
});

it("counts a journey as stopped only when it loses every entry", () => {
  const map = snapshotOf([dependencyOf("shop -> checkout"), dependencyOf("app ~> checkout")], {
    journeys: [journey("Buy", "shop", "app"), journey("Look", "shop"), journey("Pay", "till")],
  });

  expect(pointOf(map, "checkout")).toMatchObject({
    journeysStopped: ["Look"],
    journeysHarmed: ["Buy"],
  });
});

it("names what redundant providers share below, not the providers", () => {
  const map = graphOf(
    ["checkout -> store-a", inGroup(1)],
    ["checkout -> store-b", inGroup(1)],
    "store-a -runs-on-> zone",
    "store-b -runs-on-> zone",
  );

  expect(namesOf(map)).toEqual([idOf("zone")]);
  expect(pointOf(map, "zone").deceived).toEqual([
    { consumer: idOf("checkout"), instead: [idOf("store-a"), idOf("store-b")] },
  ]);
  expect(pointOf(map, "store-a").spared).toEqual([
    { consumer: idOf("checkout"), instead: [idOf("store-b")] },
  ]);
});

it("names a provider of which the group needs every one, and says of no stand-in", () => {
  const map = graphOf(["checkout -> store-a", inGroup(2)], ["checkout -> store-b", inGroup(2)]);

  expect(namesOf(map)).toEqual(["store-a", "store-b"].map(idOf));
  expect(pointOf(map, "store-a")).toMatchObject({ spared: [], deceived: [] });
});

it("tells whom a fallback spares, and whom it deceives", () => {
  const map = graphOf(
    ["checkout -> ledger", { fallback: "journal" }],
    "journal -> disk",
    "ledger -> disk",
  );

  expect(namesOf(map)).toEqual([idOf("disk")]);
  const standIn = { consumer: idOf("checkout"), instead: [idOf("journal")] };
  expect(pointOf(map, "ledger")).toMatchObject({ down: 0, degraded: 1, spared: [standIn] });
  expect(pointOf(map, "disk")).toMatchObject({ down: 3, deceived: [standIn] });
});

it("is as sure as the middle one of what goes down, by its weakest dependency", () => {
  const map = graphOf(
    ["a -> db", { confidence: 0.9 }],
    ["b -> a", { confidence: 0.6 }],
    ["c -> b", { confidence: 0.8 }],
  );

  expect(pointOf(map, "db").confidence).toBe(0.6);
  expect(pointOf(map, "c").confidence).toBeUndefined();
});

it("names the sources of the first dependencies, those that say most first", () => {
  const said = (source: string) => ({ source, firstSeen: 0, lastSeen: 0, evidence: [] });
  const map = graphOf(
    ["a -> db", { provenance: [said("manifests"), said("traces")] }],
    ["b -> db", { provenance: [said("traces")] }],
    ["c -> b", { provenance: [said("gossip")] }],
  );

  expect(pointOf(map, "db").sources).toEqual(["traces", "manifests"]);
});

it("counts all, and tells of as many as were asked for", () => {
  const map = graphOf("a -> b", "b -> c", "c -> d");

  const { count, components, points } = singlePointsOfFailure(map, 2);

  expect([count, components, points.length]).toEqual([3, 4, 2]);
});

it.each([
  [graphOf("a -> b"), ["No dependency states", "No journey is known"]],
  [
    graphOf(["a -> b", inGroup(1)], "c -> b"),
    ["1 of 2 dependencies states", "No journey is known"],
  ],
  [
    snapshotOf([dependencyOf("a -> b")], { journeys: [journey("Buy", "a")] }),
    ["No dependency states"],
  ],
])("says that replicas are unseen, and what else is", (map, others) => {
  const { blindSpots } = singlePointsOfFailure(map, 1);

  expect(blindSpots[0]).toMatch(/^Replicas that nobody told of/);
  expect(blindSpots.slice(1).map((spot) => others.find((start) => spot.startsWith(start)))).toEqual(
    others,
  );
});

it("says of an empty map that it has no dependencies", () => {
  expect(singlePointsOfFailure(snapshotOf([]), 5)).toMatchObject({
    count: 0,
    blindSpots: ["The map has no dependencies at all."],
  });
});
