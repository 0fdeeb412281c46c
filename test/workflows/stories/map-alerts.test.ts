import { describe, expect, it } from "vitest";
import { mapAlerts } from "../../../src/workflows/stories/map-alerts.ts";
import { dependencyOf, idOf, snapshotOf } from "../../support/graph-of.ts";
import { alertOf } from "../../support/scripted-alerts.ts";
import { incidentOf } from "../../support/story-of.ts";

const map = snapshotOf([dependencyOf("web -> api"), dependencyOf("api -> db")], {
  components: [
    { id: idOf("web"), pagerdutyServiceIds: ["PD-front"] },
    { id: idOf("api"), pagerdutyServiceIds: ["PD-front"], aliases: ["Public API"] },
  ],
});
const none = { pagerdutyServiceId: undefined, serviceName: undefined };

function componentsFor(alert: Parameters<typeof alertOf>[2]): string[] {
  return mapAlerts(map, incidentOf([alertOf("x", 0, alert)])).mapped.map(
    ({ component }) => component,
  );
}

describe("mapAlerts", () => {
  it("takes every component of a shared PagerDuty service", () => {
    expect(componentsFor({ pagerdutyServiceId: "PD-front" })).toEqual([idOf("web"), idOf("api")]);
  });

  it("narrows a shared service by the name in the alert", () => {
    expect(componentsFor({ pagerdutyServiceId: "PD-front", mentions: ["api"] })).toEqual([
      idOf("api"),
    ]);
  });

  it("knows a service by its name or an alias, and an alert by what it mentions", () => {
    expect(componentsFor({ ...none, serviceName: "public api" })).toEqual([idOf("api")]);
    expect(componentsFor({ ...none, mentions: ["host-17", "db"] })).toEqual([idOf("db")]);
  });

  it("never guesses from a part of a name", () => {
    const { mapped, unmapped } = mapAlerts(
      map,
      incidentOf([alertOf("x", 0, { ...none, serviceName: "api gateway", mentions: ["d"] })]),
    );

    expect(mapped).toEqual([]);
    expect(unmapped).toEqual([{ id: undefined, name: "api gateway", alerts: 1 }]);
  });

  it("lets an incident without alerts stand for its own service", () => {
    const { mapped } = mapAlerts(map, incidentOf([], { serviceName: "db", urgency: "low" }));

    expect(mapped).toMatchObject([{ component: idOf("db"), alert: { severity: "warning" } }]);
  });
});
