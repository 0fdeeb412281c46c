import { describe, expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import type { Dependency } from "../../src/model/dependency.ts";
import { buildSnapshot, type Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { dependencyOf, graphOf, idOf, snapshotOf } from "../support/graph-of.ts";

/** The hits as short lines: name, state, and seconds where there are any. */
function harmOf(map: Snapshot, ...origins: string[]): string[] {
  return blastRadius(map, origins.map(idOf)).hits.map(({ component, state, etaMs }) => {
    const name = component.split("/")[2];
    return etaMs > 0 ? `${name} ${state} ${etaMs}` : `${name} ${state}`;
  });
}

function hitOf(map: Snapshot, name: string, ...origins: string[]) {
  return blastRadius(map, origins.map(idOf)).hits.find(({ component }) => component === idOf(name));
}

describe("what one dependency passes on", () => {
  it.each([
    ["a hard call takes down", ["a -> x"], ["a down"]],
    ["a soft call degrades", ["a ~> x"], ["a degraded"]],
    [
      "a degraded provider degrades over a hard call",
      ["b ~> x", "a -> b"],
      ["b degraded", "a degraded"],
    ],
    ["a degraded provider does nothing over a soft call", ["b ~> x", "a ~> b"], ["b degraded"]],
    ["an event leaves old data", ["a -event-> x"], ["a stale"]],
    ["a soft event does too", ["a ~event~> x"], ["a stale"]],
    ["staleness passes through data", ["b -batch-> x", "a -data-> b"], ["b stale", "a stale"]],
    ["staleness does not pass through calls", ["b -batch-> x", "a -> b"], ["b stale"]],
    ["degraded passes through hard data", ["b ~> x", "a -data-> b"], ["b degraded", "a degraded"]],
    ["telemetry harms nobody", ["a -telemetry-> x"], []],
    ["deployment harms nobody at run time", ["a -deploy-> x"], []],
    ["a zone takes down what runs on it", ["a -runs-on-> x"], ["a down"]],
    ["a provider is not harmed by its consumer", ["x -> a"], []],
  ])("%s", (_, arrows, harm) => {
    expect(harmOf(graphOf(...arrows), "x")).toEqual(harm);
  });

  it("keeps the worst of what reaches a component", () => {
    expect(harmOf(graphOf("a ~> x", "a -> b", "b -> x"), "x")).toEqual(["b down", "a down"]);
  });

  it("ends on cycles, and leaves the origin out", () => {
    expect(harmOf(graphOf("a -> x", "x -> a", "a -> a"), "x")).toEqual(["a down"]);
  });

  it("takes several origins at once, each named once", () => {
    const map = graphOf("a -> x", "b -> y", "x -> y");
    const answer = blastRadius(map, [idOf("x"), idOf("y"), idOf("x")]);

    expect(answer.origins).toEqual([idOf("x"), idOf("y")]);
    expect(harmOf(map, "x", "y")).toEqual(["a down", "b down"]);
  });

  it("refuses an origin that the map does not know", () => {
    expect(() => blastRadius(graphOf("a -> x"), [idOf("nobody")])).toThrow(
      expect.objectContaining({ code: "unknown-component" }),
    );
  });
});

describe("when", () => {
  it("waits for every attempt to time out, one dependency after the other", () => {
    const map = graphOf(
      ["b -> x", { timeoutMs: 1000, retries: 2 }],
      ["a -> b", { timeoutMs: 500 }],
    );

    expect(harmOf(map, "x")).toEqual(["b down 3000", "a down 3500"]);
  });

  it("waits for the lag that data may have", () => {
    const map = graphOf(["a -data-> x", { toleratedLagMs: 60_000 }]);

    expect(harmOf(map, "x")).toEqual(["a stale 60000"]);
  });

  it("tells the time of the worst state, not of the first", () => {
    const map = graphOf("a ~> x", ["a -> x", { timeoutMs: 9000 }]);

    expect(harmOf(map, "x")).toEqual(["a down 9000"]);
  });

  it("lets lasting harm of an earlier state stand", () => {
    const map = graphOf(["b -> x", { timeoutMs: 9 }], "b ~> x", "a -event-> b");

    expect(harmOf(map, "x")).toEqual(["a degraded", "b down 9"]);
  });

  it("does not pass on what was never so: down and degraded at once is down", () => {
    const map = graphOf("b -> x", "b ~cache~> x", "a -event-> b");

    expect(harmOf(map, "x")).toEqual(["b down", "a stale"]);
  });
});

describe("fallbacks", () => {
  it("keep a consumer up, degraded", () => {
    const map = graphOf(["a -> x", { fallback: "f" }], "b -> a");

    expect(harmOf(map, "x")).toEqual(["a degraded", "b degraded"]);
    expect(hitOf(map, "a", "x")?.runsOn).toBe(idOf("f"));
    expect(hitOf(map, "b", "x")).not.toHaveProperty("runsOn");
  });

  it.each([
    ["is down too", ["f -> x"]],
    ["is degraded", ["f ~> x"]],
    ["is stale", ["f -event-> x"]],
    ["needs its own user", ["f -> a"]],
  ])("do not help when the fallback %s", (_, arrows) => {
    const map = graphOf(["a -> x", { fallback: "f" }], ...arrows);

    expect(hitOf(map, "a", "x")).toMatchObject({ state: "down", etaMs: 0 });
    expect(hitOf(map, "a", "x")).not.toHaveProperty("runsOn");
  });

  it("do not help when the fallback failed with the provider", () => {
    expect(harmOf(graphOf(["a -> x", { fallback: "f" }]), "x", "f")).toEqual(["a down"]);
  });

  it("help until the failure reaches the fallback", () => {
    const map = graphOf(
      ["a -> x", { fallback: "f", timeoutMs: 100 }],
      ["f -> x", { timeoutMs: 5000 }],
    );

    expect(harmOf(map, "x")).toEqual(["f down 5000", "a down 5100"]);
  });

  it("make no soft dependency worse", () => {
    expect(harmOf(graphOf(["a ~> x", { fallback: "x" }]), "x")).toEqual(["a degraded"]);
  });

  it("that the map does not know are trusted, and named as a blind spot", () => {
    const dependency: Dependency = { ...dependencyOf("a -> x"), fallback: "prod/shop/ghost" };
    const components = ["a", "x"].map((name) => ({
      id: idOf(name),
      kind: "service" as const,
      aliases: [],
      pagerdutyServiceIds: [],
    }));
    const map = buildSnapshot(components, [dependency], { asOf: 0, version: 1 });
    const { hits, blindSpots } = blastRadius(map, [idOf("x")]);

    expect(hits.at(0)).toMatchObject({ state: "degraded", runsOn: "prod/shop/ghost" });
    expect(blindSpots).toContainEqual(expect.stringContaining("prod/shop/ghost"));
  });
});

describe("redundancy groups", () => {
  const replica = (needed: number) => ({ redundancyGroup: { name: "db", needed } });

  it("shield while enough members are left", () => {
    expect(harmOf(graphOf(["a -> r1", replica(1)], ["a -> r2", replica(1)]), "r1")).toEqual([]);
  });

  it("fall when too few are left", () => {
    const map = graphOf(["a -> r1", replica(2)], ["a -> r2", replica(2)]);

    expect(harmOf(map, "r1")).toEqual(["a down"]);
  });

  it("fall together with a zone that all members run on", () => {
    const map = graphOf(
      ["a -> r1", replica(1)],
      ["a -> r2", replica(1)],
      "r1 -runs-on-> zone",
      "r2 -runs-on-> zone",
    );

    expect(harmOf(map, "zone")).toEqual(["r1 down", "r2 down", "a down"]);
    // Through the member that was one too many.
    expect(hitOf(map, "a", "zone")?.chain).toEqual([idOf("a"), idOf("r2"), idOf("zone")]);
  });

  it("fall when the last needed member falls", () => {
    const map = graphOf(
      ["a -> r1", { ...replica(1), timeoutMs: 10 }],
      ["a -> r2", { ...replica(1), timeoutMs: 700 }],
    );

    expect(harmOf(map, "r1", "r2")).toEqual(["a down 700"]);
  });

  it("pass on no more than the least harmed of the members that count", () => {
    const map = graphOf(["a -> r1", replica(1)], ["a ~> r2", replica(1)]);

    expect(harmOf(map, "r1", "r2")).toEqual(["a degraded"]);
  });

  it("stand apart within one consumer", () => {
    const map = graphOf(
      ["a -> r1", replica(1)],
      ["a -> r2", replica(1)],
      ["a -> q1", { redundancyGroup: { name: "queue", needed: 1 } }],
    );

    expect(harmOf(map, "r1")).toEqual([]);
    expect(harmOf(map, "q1")).toEqual(["a down"]);
  });
});

describe("starvation", () => {
  const starvedBy = (map: Snapshot, ...origins: string[]) =>
    blastRadius(map, origins.map(idOf)).starved.map(
      ({ component, etaMs }) => `${component.split("/")[2]} ${etaMs}`,
    );

  it("is for those whose callers are all down", () => {
    const map = graphOf(["web -> auth", { timeoutMs: 50 }], "web -> cart", "cart -> db");

    expect(starvedBy(map, "auth")).toEqual(["cart 50", "db 50"]);
  });

  it("is not for those with one caller left, degraded ones included", () => {
    expect(starvedBy(graphOf("web -> x", "web -> cart", "app ~> x", "app -> cart"), "x")).toEqual(
      [],
    );
  });

  it("names who has gone quiet", () => {
    const map = graphOf("b -> x", "a -> x", "a -> cart", "b -> cart", "b -cache-> cart");

    expect(blastRadius(map, [idOf("x")]).starved).toEqual([
      { component: idOf("cart"), etaMs: 0, quietConsumers: [idOf("a"), idOf("b")] },
    ]);
  });

  it("is not for the harmed", () => {
    expect(starvedBy(graphOf("web -> x", "web -> cart", "cart ~> x"), "x")).toEqual([]);
  });

  it.each(["library", "runs-on", "deploy", "telemetry", "certificate", "name-resolution"])(
    "does not come over %s, which carries no work",
    (coupling) => {
      expect(starvedBy(graphOf("web -> x", `web -${coupling}-> y`), "x")).toEqual([]);
    },
  );

  it("spares the entry of a journey", () => {
    const journey = { id: "buy", name: "Buy", entries: [idOf("web")], currency: "EUR" };
    const map = snapshotOf([dependencyOf("bot -> x"), dependencyOf("bot -> web")], {
      journeys: [journey],
    });

    expect(starvedBy(map, "x")).toEqual([]);
  });
});

describe("the list", () => {
  it("is ordered by time, then hops, then id", () => {
    const map = graphOf("z -> x", "m -> x", "a -> m", ["late -> x", { timeoutMs: 1 }]);

    expect(harmOf(map, "x")).toEqual(["m down", "z down", "a down", "late down 1"]);
  });

  it.each([30, 300, 1000])(
    "keeps that order in a list of %i, and in one of a third of the map",
    (size) => {
      const near = Array.from({ length: size }, (_, place) => `n${(place * 7919) % size} -> x`);
      const far = Array.from({ length: size }, (_, place) => `f${place} -> n${place}`);
      const other = Array.from({ length: size * 4 }, (_, place) => `o${place} -> y`);
      for (const map of [graphOf(...near, ...far), graphOf(...near, ...far, ...other)]) {
        const { hits } = blastRadius(map, [idOf("x")]);
        const inOrder = [...hits].toSorted(
          (a, b) => a.hops - b.hops || (a.component < b.component ? -1 : 1),
        );

        expect(hits).toHaveLength(2 * size);
        expect([...hits]).toEqual(inOrder);
      }
    },
  );

  it("tells the surest of the shortest chains", () => {
    const map = graphOf(
      ["a -> b", { confidence: 0.4 }],
      ["a -> c", { confidence: 0.9 }],
      "b -> x",
      ["c -> x", { confidence: 0.8 }],
    );

    expect(hitOf(map, "a", "x")).toMatchObject({
      chain: [idOf("a"), idOf("c"), idOf("x")],
      confidence: 0.8,
      hops: 2,
    });
  });

  it("is plain data: it can be written out, copied, and outlives the next question", () => {
    const long = Array.from({ length: 200 }, (_, place) => `n${place + 1} -> n${place}`);
    const map = graphOf(...long);
    const { hits } = blastRadius(map, [idOf("n0")]);
    blastRadius(map, [idOf("n150")]);
    const last = { ...hits.at(-1) };

    expect(last.chain).toHaveLength(201);
    expect(last.chain?.at(-1)).toBe(idOf("n0"));
    expect(JSON.parse(JSON.stringify(hits))).toEqual([...hits]);
    expect(JSON.parse(JSON.stringify(last)).chain[0]).toBe(idOf("n200"));
  });
});
