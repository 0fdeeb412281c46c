import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf, idOf, snapshotOf, dependencyOf } from "../support/graph-of.ts";
import { createIncidentBench, type IncidentBench } from "../support/incident-bench.ts";
import { alertOf, eventOf } from "../support/scripted-alerts.ts";

const SHOP = ["storefront -> checkout", "checkout -> cart", "cart -> redis", "search -> index"];

/** The shop, each component with a PagerDuty service of its name. */
function shop() {
  const dependencies = SHOP.map((arrow) => dependencyOf(arrow));
  const names = new Set(graphOf(...SHOP).components.map(({ id }) => id));
  const components = [...names].map((id) => ({
    id,
    pagerdutyServiceIds: [`PD-${id.split("/").at(-1)}`],
  }));
  return snapshotOf(dependencies, { components });
}

describe("the incident worker", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    bench = await createIncidentBench(shop());
  });
  afterEach(async () => await bench.close());

  it("briefs an incident once, however often its webhook comes", async () => {
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    const event = eventOf("P1", "triggered", 1000, { service: "redis" });

    await bench.receive(event);
    await bench.receive(event);
    await bench.restart();

    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
  });

  it("tells incidents with the same probable origin in one briefing", async () => {
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    bench.alerts.byIncident.set("P2", [alertOf("cart", 2000)]);
    bench.alerts.byIncident.set("P3", [alertOf("checkout", 3000)]);

    await bench.receive(eventOf("P1", "triggered", 1000, { service: "redis", openedAt: 1000 }));
    await bench.receive(
      eventOf("P2", "triggered", 2000, { service: "cart", openedAt: 2000 }),
      eventOf("P3", "triggered", 3000, { service: "checkout", openedAt: 3000 }),
    );

    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
    expect((await bench.store.incident("P3"))?.attachedTo).toBe("P1");
    expect((await bench.store.incident("P1"))?.origin).toBe(idOf("redis"));
  });
});
