import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentFromEvents } from "../../../src/workflows/stories/incident-from-events.ts";
import { createScriptedAlerts, eventOf } from "../../support/scripted-alerts.ts";

const alerts = createScriptedAlerts();
const steps = ["triggered", "acknowledged", "resolved", "reopened"] as const;

describe("incidentFromEvents", () => {
  it("gives the same incident for any order and any repetition", () => {
    const life = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(20_000)), { minLength: 1 });
    fc.assert(
      fc.property(
        life.chain((chosen) => {
          const events = chosen.map(([type, at]) => eventOf("P1", type, at));
          const again = fc.tuple(
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.subarray(events),
          );
          return fc.tuple(fc.constant(events), again);
        }),
        ([events, [shuffled, twice]]) => {
          const one = incidentFromEvents(events, alerts, undefined);

          expect(incidentFromEvents([...shuffled, ...twice], alerts, undefined)).toEqual(one);
          expect(incidentFromEvents(shuffled, alerts, one)).toEqual(one);
        },
      ),
    );
  });

  it("is not reopened by an old triggered, and is by a reopened", () => {
    const over = [eventOf("P1", "resolved", 900), eventOf("P1", "triggered", 100)];

    expect(incidentFromEvents(over, alerts, undefined)).toMatchObject({
      status: "resolved",
      resolvedAt: 900,
    });
    const again = [...over, eventOf("P1", "reopened", 950)];
    expect(incidentFromEvents(again, alerts, undefined)).toMatchObject({
      status: "triggered",
      resolvedAt: undefined,
    });
  });

  it("keeps the first end of several in a row", () => {
    const twice = [eventOf("P1", "resolved", 900), eventOf("P1", "resolved", 1200)];

    expect(incidentFromEvents(twice, alerts, undefined)?.resolvedAt).toBe(900);
  });

  it("is nothing where no event shows an incident", () => {
    const odd = { ...eventOf("P1", "triggered", 1), body: "null" };

    expect(incidentFromEvents([odd], alerts, undefined)).toBeUndefined();
  });
});
