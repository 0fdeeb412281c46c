import { describe, expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { businessImpact } from "../../src/analysis/business-impact.ts";
import type { Dependency } from "../../src/model/dependency.ts";
import { Journey } from "../../src/model/journey.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";
import type { z } from "zod";

type Stated = Omit<z.input<typeof Journey>, "id" | "name"> & { name: string };

function impactOf(dependencies: Dependency[], journeys: Stated[], origin = "x") {
  const map = snapshotOf(dependencies, {
    journeys: journeys.map((journey) =>
      Journey.parse({ id: journey.name, ...journey, entries: journey.entries.map(idOf) }),
    ),
  });
  return businessImpact(map, blastRadius(map, [idOf(origin)]));
}

const figures = {
  usersPerMinute: { low: 40, high: 60 },
  revenuePerMinute: { low: 100, high: 300 },
  currency: "EUR",
};

describe("businessImpact", () => {
  it("stops all of a journey whose entry is down, and says how it counted", () => {
    const impact = impactOf(
      [dependencyOf("web -> x")],
      [{ name: "Buy", entries: ["web"], ...figures }],
    );

    expect(impact).toMatchObject({
      usersPerMinute: { low: 40, high: 60 },
      revenuePerMinute: [{ currency: "EUR", range: { low: 100, high: 300 } }],
      journeys: [
        {
          state: "down",
          formula: "Buy is down: all of its 40 to 60 users/min and 100 to 300 EUR/min",
        },
      ],
    });
  });

  it("stops between none and all of a journey that is only degraded", () => {
    const impact = impactOf(
      [dependencyOf("web ~> x")],
      [{ name: "Buy", entries: ["web"], ...figures }],
    );

    expect(impact.usersPerMinute).toEqual({ low: 0, high: 60 });
    expect(impact.journeys[0]?.formula).toContain("is degraded: between none and all");
  });

  it("counts a journey once, by the worst and soonest of its entries", () => {
    const impact = impactOf(
      [
        dependencyOf("web -> x", { timeoutMs: 20 }),
        dependencyOf("app -> x", { timeoutMs: 5 }),
        dependencyOf("kiosk ~> x"),
      ],
      [{ name: "Buy", entries: ["kiosk", "web", "app", "web"], ...figures }],
    );

    expect(impact.journeys).toHaveLength(1);
    expect(impact.journeys[0]).toMatchObject({ state: "down", etaMs: 5 });
    expect(impact.usersPerMinute).toEqual({ low: 0, high: 60 });
    expect(impact.journeys[0]?.formula).toContain("2 of 3 entries down");
  });

  it("knows a journey that enters at the origin itself", () => {
    const impact = impactOf(
      [dependencyOf("x -> db")],
      [{ name: "Buy", entries: ["x"], ...figures }],
    );

    expect(impact.journeys[0]).toMatchObject({ state: "down", etaMs: 0 });
  });

  it("leaves out journeys that are not harmed", () => {
    expect(
      impactOf([dependencyOf("x -> web")], [{ name: "Buy", entries: ["web"] }]).journeys,
    ).toEqual([]);
  });

  it("says unknown where nobody stated a figure, and never zero", () => {
    const impact = impactOf([dependencyOf("web -> x")], [{ name: "Buy", entries: ["web"] }]);

    expect(impact).toMatchObject({ unknownUsers: ["Buy"], unknownRevenue: ["Buy"] });
    expect(impact.usersPerMinute).toBeUndefined();
    expect(impact.revenuePerMinute).toEqual([]);
  });

  it("adds up what is known, money by currency", () => {
    const impact = impactOf(
      [dependencyOf("web -> x")],
      [
        { name: "Buy", entries: ["web"], ...figures },
        { name: "Rent", entries: ["web"], ...figures, currency: "USD" },
        { name: "Sell", entries: ["web"], ...figures, usersPerMinute: undefined },
      ],
    );

    expect(impact.usersPerMinute).toEqual({ low: 80, high: 120 });
    expect(impact.unknownUsers).toEqual(["Sell"]);
    expect(impact.revenuePerMinute).toEqual([
      { currency: "EUR", range: { low: 200, high: 600 } },
      { currency: "USD", range: { low: 100, high: 300 } },
    ]);
  });

  it("tells how long the error budget lasts, counted from the failure", () => {
    const sla = { targetPercent: 99.9, budgetLeftMs: 10 * 60_000 };
    const impact = impactOf(
      [dependencyOf("web -> x", { timeoutMs: 60_000 })],
      [
        { name: "Buy", entries: ["web"], sla },
        { name: "Look", entries: ["web"], sla: { targetPercent: 99 } },
      ],
    );

    expect(impact.journeys.map(({ minutesToBreach }) => minutesToBreach)).toEqual([11, undefined]);
  });

  it("puts the worst first", () => {
    const impact = impactOf(
      [dependencyOf("web ~> x"), dependencyOf("app -> x"), dependencyOf("mail -event-> x")],
      [
        { name: "Mail", entries: ["mail"] },
        { name: "Look", entries: ["web"] },
        { name: "Buy", entries: ["app"] },
      ],
    );

    expect(impact.journeys.map(({ journey }) => journey.name)).toEqual(["Buy", "Look", "Mail"]);
  });
});
