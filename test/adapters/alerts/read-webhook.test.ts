import fc from "fast-check";
import { expect, it } from "vitest";
import { readWebhook } from "../../../src/adapters/alerts/pagerduty/read-webhook.ts";
import { webhookBody } from "../../support/intake.ts";

const AT = Date.UTC(2026, 4, 4, 2, 13, 0, 250);

function body(event: object): string {
  return JSON.stringify({ event });
}

it("reads an incident's event with the incident in it", () => {
  expect(readWebhook(webhookBody("P1", "e1"))).toEqual({
    eventId: "e1",
    subject: "P1",
    event: "incident.triggered",
    at: AT,
    incident: {
      id: "P1",
      number: 7,
      title: "Kiosk cannot print",
      url: "https://kiosk.pagerduty.example/incidents/P1",
      status: "triggered",
      urgency: "high",
      openedAt: AT - 250,
      resolvedAt: undefined,
      pagerdutyServiceId: "PKIOSK",
      serviceName: "Kiosk",
      alerts: [],
      updatedAt: AT,
    },
  });
});

it("says when an incident was resolved", () => {
  const data = {
    type: "incident",
    id: "P1",
    status: "resolved",
    created_at: "2026-05-04T01:00:00Z",
  };
  const heard = readWebhook(
    body({
      id: "e1",
      event_type: "incident.resolved",
      occurred_at: "2026-05-04T02:13:00.250Z",
      data,
    }),
  );

  expect(heard.incident).toMatchObject({ status: "resolved", resolvedAt: AT });
});

it.each([
  ["incident.reopened", "triggered"],
  ["incident.acknowledged", "acknowledged"],
  ["incident.resolved", "resolved"],
])("takes the status from %s when the incident does not say it", (event_type, status) => {
  const data = { type: "incident", id: "P1" };

  const heard = readWebhook(
    body({ id: "e", event_type, occurred_at: "2026-05-04T02:13:00Z", data }),
  );

  expect(heard.incident?.status).toBe(status);
});

it.each([
  ["incident_note", { id: "N1", type: "incident_note", incident: { id: "P1" } }],
  ["incident_responder", { type: "incident_responder", incident: { id: "P1", type: "x" } }],
])("puts a %s under its incident, and shows no incident", (_type, data) => {
  const heard = readWebhook(body({ id: "e", event_type: "incident.annotated", data }));

  expect(heard).toMatchObject({ subject: "P1" });
  expect(heard.incident).toBeUndefined();
});

it("names the subject of an event about no incident by its type", () => {
  const data = { id: "PSVC", type: "service" };

  expect(readWebhook(body({ id: "e", event_type: "service.updated", data })).subject).toBe(
    "service.updated",
  );
});

it("gives equal bodies without an id the same id, and others another", () => {
  expect(readWebhook("hm").eventId).toBe(readWebhook("hm").eventId);
  expect(readWebhook("hm").eventId).not.toBe(readWebhook("hmm").eventId);
  expect(readWebhook(body({ event_type: "x" })).eventId).toMatch(/^body:[0-9a-f]{64}$/);
});

it("does not take an id that is too long for one", () => {
  expect(readWebhook(body({ id: "x".repeat(201) })).eventId).toMatch(/^body:/);
});

it("reads any text without failing, and always has an id and a subject", () => {
  const event = fc.dictionary(
    fc.constantFrom("id", "event_type", "occurred_at", "data"),
    fc.oneof(
      fc.jsonValue(),
      fc.constant("incident.triggered"),
      fc.record({ type: fc.constant("incident"), id: fc.string(), incident: fc.jsonValue() }),
    ),
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    event.map((one) => body(one)),
  );
  fc.assert(
    fc.property(text, (one) => {
      const heard = readWebhook(one);
      expect(heard.eventId.length).toBeGreaterThan(0);
      expect(heard.subject.length).toBeGreaterThan(0);
      expect(Number.isFinite(heard.at)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
