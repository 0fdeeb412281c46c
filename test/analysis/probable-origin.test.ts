import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probableOrigin, type OriginAlert } from "../../src/analysis/probable-origin.ts";
import { dependencyOf, graphOf, idOf, snapshotOf } from "../support/graph-of.ts";

const SHOP = ["web -> checkout", "web -> search", "checkout -> cache", "search -> cache"] as const;

function alert(name: string, more: Partial<OriginAlert> = {}): OriginAlert {
  return { component: idOf(name), severity: "error", kind: "errors", at: 0, ...more };
}

function names(answer: ReturnType<typeof probableOrigin>): string[] {
  return answer.candidates.map(({ component }) => component.replace("prod/shop/", ""));
}

function evidence(answer: ReturnType<typeof probableOrigin>, name: string): readonly string[] {
  return answer.candidates.find(({ component }) => component === idOf(name))?.evidence ?? [];
}

describe("candidates", () => {
  it("names a silent provider that several alerting consumers share", () => {
    const answer = probableOrigin(graphOf(...SHOP, "checkout -> mailer"), {
      alerts: [alert("checkout"), alert("search")],
    });

    expect(names(answer)[0]).toBe("cache");
    expect(evidence(answer, "cache")).toEqual([
      "explains 2 of 2 alerting components",
      "silent itself",
    ]);
  });

  it("names the zone under components that nothing else joins", () => {
    const map = snapshotOf(
      ["cart", "stock", "mail"].map((name) => dependencyOf(`${name} -runs-on-> zone-b`)),
      { components: [{ id: idOf("zone-b"), kind: "zone" }] },
    );

    expect(
      names(probableOrigin(map, { alerts: ["cart", "stock", "mail"].map((n) => alert(n)) }))[0],
    ).toBe("zone-b");
  });

  it("never leads through a dependency that does no harm", () => {
    const map = graphOf("checkout -telemetry-> collector", "checkout -> ledger");

    expect(names(probableOrigin(map, { alerts: [alert("checkout")] }))).not.toContain("collector");
  });

  it("ends on cycles", () => {
    const map = graphOf("a -> b", "b -> c", "c -> a");

    expect(names(probableOrigin(map, { alerts: [alert("a")] })).toSorted()).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("lists a lone component without dependencies as the only candidate", () => {
    const map = snapshotOf([], { components: [{ id: idOf("pump") }] });
    const answer = probableOrigin(map, { alerts: [alert("pump")] });

    expect([answer.verdict, names(answer)]).toEqual(["ranked", ["pump"]]);
  });
});

describe("evidence", () => {
  it("says who alerted first, and by how much", () => {
    const answer = probableOrigin(graphOf("web -> auth"), {
      alerts: [alert("web", { at: 40_000 }), alert("auth", { at: 0 })],
    });

    expect(evidence(answer, "auth")).toContain("alerted 40 s before the others");
    expect(evidence(answer, "web").join()).not.toContain("before");
  });

  it("counts the consumers that are quiet", () => {
    const answer = probableOrigin(graphOf("a -> db", "b -> db", "c -> db", "d -> db"), {
      alerts: [alert("a")],
    });

    expect(evidence(answer, "db")).toContain("3 of its 4 consumers are quiet");
  });

  it("prefers the provider whose consumers all alert", () => {
    const map = graphOf("a -> db", "a -> bus", "x -> bus", "y -> bus", "z -> bus");

    expect(names(probableOrigin(map, { alerts: [alert("a")] }))).toEqual(["a", "db", "bus"]);
  });

  it("reads too little traffic as starvation by a consumer", () => {
    const answer = probableOrigin(graphOf("web -> gate", "gate -> cart", "gate -> stock"), {
      alerts: ["cart", "stock"].map((name) => alert(name, { kind: "traffic" })),
    });

    expect(names(answer)[0]).toBe("gate");
    expect(evidence(answer, "gate")).toContain(
      "would explain why 2 of 2 components with little traffic went quiet",
    );
    expect(evidence(answer, "cart")).toContain("gets too little traffic: a victim's sign");
  });

  it("counts alerts of another kind than the one that paged little", () => {
    const map = graphOf("web -> fares", "web -> stock");
    const alerts = [
      alert("fares", { kind: "latency" }),
      alert("stock", { kind: "errors", severity: "critical" }),
    ];

    const answer = probableOrigin(map, {
      alerts,
      symptom: { component: idOf("web"), kind: "latency" },
    });

    expect(names(answer)[0]).toBe("fares");
    expect(evidence(answer, "fares")[0]).toBe("explains 2 of 2 alerting components");
  });

  it("takes errors and unavailability for one kind", () => {
    const answer = probableOrigin(graphOf("web -> fares", "web -> stock"), {
      alerts: [alert("fares", { kind: "availability" }), alert("stock", { kind: "latency" })],
      symptom: { component: idOf("web"), kind: "errors" },
    });

    expect(names(answer)[0]).toBe("fares");
  });

  it("believes used-up resources over a consumer's alert", () => {
    const answer = probableOrigin(graphOf("web -> cart", "cart -> db"), {
      alerts: [alert("cart"), alert("db", { kind: "saturation" })],
    });

    expect(names(answer)[0]).toBe("db");
    expect(evidence(answer, "db")).toContain("its own work is slow or its resources are used up");
  });

  it("looks for the cause of failing calls behind their caller", () => {
    const answer = probableOrigin(graphOf("cart -> db"), {
      alerts: [alert("cart", { kind: "latency", measured: "calls it makes" })],
    });

    expect(names(answer)).toEqual(["db"]);
  });

  it("blames a relay less than what answers behind it", () => {
    const map = snapshotOf([dependencyOf("web -> edge"), dependencyOf("web -> cart")], {
      components: [{ id: idOf("edge"), kind: "gateway" }],
    });
    const answer = probableOrigin(map, { alerts: ["web", "edge", "cart"].map((n) => alert(n)) });

    expect(names(answer)[0]).toBe("cart");
    expect(evidence(answer, "edge")).toContain("only relays: the fault may lie behind it");
  });

  it("counts a change shortly before the first alert, and none after it", () => {
    const map = graphOf("web -> cart", "web -> stock");
    const at = 3_600_000;
    const answer = probableOrigin(map, {
      alerts: [alert("web", { at })],
      changes: [
        { component: idOf("stock"), at: at - 720_000, what: "deploy 41" },
        { component: idOf("cart"), at: at + 1, what: "deploy 42" },
      ],
    });

    expect(evidence(answer, "stock")).toContain("changed 12 min before the first alert: deploy 41");
    expect(evidence(answer, "cart").join()).not.toContain("changed");
    expect(names(answer).indexOf("stock")).toBeLessThan(names(answer).indexOf("cart"));
  });
});

describe("verdict", () => {
  it("cannot tell between two providers that explain the same", () => {
    const answer = probableOrigin(graphOf("a -> x", "a -> y", "b -> x", "b -> y"), {
      alerts: [alert("a"), alert("b")],
    });

    expect(answer.verdict).toBe("cannot tell");
    expect(names(answer).slice(0, 2)).toEqual(["x", "y"]);
    expect(answer.because).toContain("about equally well");
  });

  it("cannot tell from a single alert about the effect", () => {
    const answer = probableOrigin(graphOf("web -> cart"), { alerts: [alert("web")] });

    expect(answer.verdict).toBe("cannot tell");
  });

  it("cannot tell without an alert on the map, and says so", () => {
    const answer = probableOrigin(graphOf("web -> cart"), { alerts: [alert("moon")] });

    expect(answer).toEqual({
      verdict: "cannot tell",
      candidates: [],
      because: "No alert is about a component on the map.",
    });
  });

  it("says how many alerts are off the map", () => {
    const answer = probableOrigin(graphOf("web -> cart"), {
      alerts: [alert("web"), alert("cart"), alert("moon")],
    });

    expect(answer.because).toMatch(/ 1 alert is about something that is not on the map\.$/);
  });
});

const NODES = ["a", "b", "c", "d", "e", "f", "g"];
const name = fc.constantFrom(...NODES);
const arrows = fc.uniqueArray(
  fc.tuple(name, name).map(([consumer, provider]) => `${consumer} -> ${provider}`),
  { maxLength: 14 },
);
const someAlert = fc.record({
  component: name.map(idOf),
  severity: fc.constantFrom("critical", "error", "warning", "info"),
  kind: fc.constantFrom("latency", "errors", "availability", "saturation", "traffic", "other"),
  at: fc.nat(1000),
});
const alerts: fc.Arbitrary<OriginAlert[]> = fc.array(someAlert as fc.Arbitrary<OriginAlert>, {
  maxLength: 8,
});

/** The map of the arrows, with every node on it. */
function mapOf(drawn: readonly string[]) {
  return snapshotOf(
    drawn.map((arrow) => dependencyOf(arrow)),
    { components: NODES.map((node) => ({ id: idOf(node) })) },
  );
}

describe("always", () => {
  it("gives the same answer whatever the order of the alerts", () => {
    fc.assert(
      fc.property(arrows, alerts, fc.nat(), (drawn, given, turn) => {
        const map = mapOf(drawn);
        const cut = given.length === 0 ? 0 : turn % given.length;
        const turned = [...given.slice(cut), ...given.slice(0, cut)].toReversed();

        expect(probableOrigin(map, { alerts: turned })).toEqual(
          probableOrigin(map, { alerts: given }),
        );
      }),
    );
  });

  it("keeps scores between 0 and 1, best first", () => {
    fc.assert(
      fc.property(arrows, alerts, (drawn, given) => {
        const scores = probableOrigin(mapOf(drawn), { alerts: given }).candidates.map(
          ({ score }) => score,
        );

        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
    );
  });

  it("never lowers a candidate below one that a later alert does not speak for", () => {
    fc.assert(
      fc.property(arrows, alerts, name, (drawn, given, late) => {
        const map = mapOf(drawn);
        const more = [...given, alert(late, { at: 2000, severity: "critical" })];
        const explaining = new Set(names(probableOrigin(map, { alerts: [alert(late)] })));
        const before = names(probableOrigin(map, { alerts: given }));
        const after = names(probableOrigin(map, { alerts: more }));

        for (const [place, candidate] of before.entries()) {
          if (!explaining.has(candidate)) continue;
          for (const other of before.slice(place + 1)) {
            if (explaining.has(other)) continue;
            expect(after.indexOf(candidate)).toBeLessThan(after.indexOf(other));
          }
        }
      }),
    );
  });
});
