import fc from "fast-check";
import { describe, expect, it } from "vitest";
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

const CHANNEL = "https://firm.slack.com/archives/C0WAR";
const TEAM = "https://teams.microsoft.com/l/channel/19%3aroom%40thread.tacv2/General";

describe("links to chat channels", () => {
  it("are read from an incident's conference bridge", () => {
    const conference_bridge = { conference_number: "+1 555 0100", conference_url: CHANNEL };
    const data = { type: "incident", id: "P1", status: "triggered", conference_bridge };

    const heard = readWebhook(
      body({ event_type: "incident.triggered", occurred_at: "2026-05-04T02:13:00Z", data }),
    );

    expect(heard.incident?.channelLinks).toEqual([CHANNEL]);
  });

  it("are read from a bridge that was updated, and from custom fields, under their incident", () => {
    const data = {
      type: "incident_conference_bridge",
      incident: { id: "P1" },
      conference_url: CHANNEL,
      custom_fields: [{ value: TEAM }, { value: 7 }, null, { value: "https://runbooks.example" }],
    };

    expect(readWebhook(body({ event_type: "incident.x.updated", data }))).toMatchObject({
      subject: "P1",
      channelLinks: [CHANNEL, TEAM],
    });
  });

  it.each([
    "https://video.example/j/123",
    "http://firm.slack.com/archives/C0WAR",
    "https://slack.com.evil.example/archives/C0WAR",
    "javascript:alert(1)//slack.com",
    "not a link",
    null,
  ])("are not made of %s", (conference_url) => {
    const data = { type: "incident_conference_bridge", incident: { id: "P1" }, conference_url };

    expect(readWebhook(body({ event_type: "x", data })).channelLinks).toBeUndefined();
  });

  it("are not made of one message that a field points at", () => {
    const custom_fields = [{ value: `${CHANNEL}/p1700000000000100` }];
    const data = { type: "incident_field_values", incident: { id: "P1" }, custom_fields };

    expect(readWebhook(body({ event_type: "x", data })).channelLinks).toBeUndefined();
  });
});
