import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../../src/model/incident.ts";
import {
  reconcileIncidents,
  type Reconciliation,
} from "../../../src/workflows/stories/reconcile-incidents.ts";
import { createIncidentBench, type IncidentBench } from "../../support/incident-bench.ts";
import { eventOf } from "../../support/scripted-alerts.ts";
import { shopMap } from "../../support/shop-map.ts";

function restOf(status: Incident["status"], updatedAt: number): Incident {
  return {
    id: "P1",
    number: 1,
    title: "redis is in trouble",
    status,
    openedAt: 1000,
    updatedAt,
    pagerdutyServiceId: "PD-redis",
    alerts: [],
  };
}

describe("reconcileIncidents", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    bench = await createIncidentBench(shopMap());
  });
  afterEach(async () => await bench.close());

  async function reconcile(): Promise<Reconciliation> {
    const { alerts, journal, store } = bench;
    const quiet = () => {};
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const found = await reconcileIncidents({
      alerts,
      journal,
      store,
      log,
      clock: { now: () => bench.now },
    });
    bench.worker().wake();
    await bench.worker().idle();
    return found;
  }

  it("briefs an incident whose webhook was lost", async () => {
    bench.alerts.known.set("P1", restOf("triggered", 1000));

    const found = await reconcile();

    expect(found.opened).toEqual(["P1"]);
    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
  });

  it("closes an incident whose end was not told, also when its clock counts in seconds", async () => {
    await bench.receive(eventOf("P1", "triggered", 5900, { service: "redis", openedAt: 5900 }));
    bench.alerts.known.set("P1", restOf("resolved", 5000));

    const found = await reconcile();

    expect(found.changed).toEqual(["P1"]);
    expect(bench.briefings()[0]?.reply.headline).toBe("Resolved: #1 redis is in trouble");
  });

  it("finds nothing where the webhooks told everything, and nothing twice", async () => {
    await bench.receive(eventOf("P1", "acknowledged", 5900, { service: "redis" }));
    bench.alerts.known.set("P1", restOf("acknowledged", 5000));

    expect(await reconcile()).toEqual({ opened: [], changed: [] });
    bench.alerts.known.set("P1", restOf("resolved", 7000));
    expect((await reconcile()).changed).toEqual(["P1"]);
    expect(await reconcile()).toEqual({ opened: [], changed: [] });
  });
});
