import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPagerDutyAlerts } from "../../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import { createSecret } from "../../../src/model/secret.ts";
import type { Alerts } from "../../../src/ports/alerts.ts";
import { FAULT } from "../../support/faulty-proxy.ts";
import { createPagerDutyDouble, type PagerDutyDouble } from "../../support/pagerduty-double.ts";

const basket = { id: "PBASKET", name: "Basket" };
const token = createSecret("canary-token-77");
const clock = { now: () => Date.now() };

let double: PagerDutyDouble;
let alerts: Alerts;
beforeEach(async () => {
  double = await createPagerDutyDouble();
  alerts = asking(double.url, 2000);
});
afterEach(() => double.close());

function asking(baseUrl: string, deadlineMs: number): Alerts {
  return createPagerDutyAlerts({ token, baseUrl, deadlineMs, clock });
}

describe("what PagerDuty tells", () => {
  it("is an incident as it is now", async () => {
    const id = double.rehearsal.trigger({ title: "Basket errors", service: basket });
    double.rehearsal.acknowledge(id);

    expect(await alerts.incident(id)).toMatchObject({
      id,
      number: 1,
      title: "Basket errors",
      status: "acknowledged",
      urgency: "high",
      pagerdutyServiceId: "PBASKET",
      serviceName: "Basket",
      alerts: [],
    });
  });

  it("is no incident for an id that it does not know, whatever is in it", async () => {
    expect(await alerts.incident("Q../../users?x=1")).toBeUndefined();
    expect(double.rest.seen()[0]?.url.pathname).toBe("/incidents/Q..%2F..%2Fusers%3Fx%3D1");
  });

  it("are an incident's alerts with their kinds and what they mention, oldest first", async () => {
    const at = Date.UTC(2026, 4, 4, 2, 13);
    const id = double.rehearsal.trigger({ title: "Basket errors", service: basket });
    double.rehearsal.addAlert(id, {
      summary: "basket: p95 latency 3 s",
      severity: "warning",
      source: "basket-7f4",
      component: "basket",
      at: at + 1000,
    });
    double.rehearsal.addAlert(id, { summary: "basket: 5xx above 2 %", severity: "critical", at });

    const found = await alerts.alertsOf(id);

    expect(found).toMatchObject([
      { severity: "critical", kind: "errors", at, pagerdutyServiceId: "PBASKET", mentions: [] },
      { severity: "warning", kind: "latency", at: at + 1000, mentions: ["basket", "basket-7f4"] },
    ]);
    expect(found.map(({ resolvedAt }) => resolvedAt)).toEqual([undefined, undefined]);
  });

  it("says when alerts are over", async () => {
    const alert = { summary: "down", severity: "error" } as const;
    const id = double.rehearsal.trigger({ title: "Basket", service: basket, alert });
    double.rehearsal.resolve(id);

    expect((await alerts.alertsOf(id))[0]?.resolvedAt).toBeTypeOf("number");
    expect(await alerts.incident(id)).toMatchObject({ status: "resolved" });
  });

  it("are the incidents that are open, page after page, each once", async () => {
    const ids = Array.from({ length: 7 }, (_, index) =>
      double.rehearsal.trigger({ title: `Incident ${index}`, service: basket }),
    );
    double.rehearsal.resolve(ids[0] as string);
    double.pageLimit(2);

    const open = await alerts.openIncidents();

    expect(open.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
    expect(double.rest.seen()).toHaveLength(3);
  });

  it("shows an incident once that slipped to the next page meanwhile", async () => {
    const id = double.rehearsal.trigger({ title: "Basket", service: basket });
    const shape = { id, status: "triggered", created_at: "2026-05-04T02:13:00Z" };
    double.rest.next(
      FAULT.answer({ incidents: [shape], more: true, limit: 1, offset: 0 }),
      FAULT.answer({ incidents: [shape], more: false, limit: 1, offset: 1 }),
    );

    expect(await alerts.openIncidents()).toHaveLength(1);
  });

  it("is paged by cursor where PagerDuty gives one", async () => {
    const shape = (id: string) => ({ id, status: "triggered", created_at: "2026-05-04T02:13:00Z" });
    double.rest.next(
      FAULT.answer({ incidents: [shape("Q1")], next_cursor: "abc" }),
      FAULT.answer({ incidents: [shape("Q2")], next_cursor: null }),
    );

    expect((await alerts.openIncidents()).map(({ id }) => id)).toEqual(["Q1", "Q2"]);
    expect(double.rest.seen()[1]?.url.searchParams.get("cursor")).toBe("abc");
  });

  it("has the link of its conference bridge, which may be none", async () => {
    const shape = { id: "Q1", status: "triggered", created_at: "2026-05-04T02:13:00Z" };
    const conference_url = "https://firm.slack.com/archives/C0WAR";
    double.rest.next(
      FAULT.answer({ incident: { ...shape, conference_bridge: { conference_url } } }),
      FAULT.answer({ incident: { ...shape, conference_bridge: null } }),
    );

    expect((await alerts.incident("Q1"))?.channelLinks).toEqual([conference_url]);
    expect(await alerts.incident("Q1")).not.toHaveProperty("channelLinks");
  });

  it("is who is on call for each policy, and nobody is asked about none", async () => {
    expect(await alerts.onCall([])).toEqual([]);
    expect(double.rest.seen()).toHaveLength(0);

    const found = await alerts.onCall(["PEP1", "PEP2"]);

    expect(found.map(({ escalationPolicyId }) => escalationPolicyId).toSorted()).toEqual([
      "PEP1",
      "PEP2",
    ]);
    for (const { name, until } of found) expect([name, until]).not.toContain(undefined);
  });

  it("leaves out an item that makes no sense", async () => {
    const good = { id: "Q1", status: "triggered", created_at: "2026-05-04T02:13:00Z" };
    double.rest.next(FAULT.answer({ incidents: [good, null, { id: 7 }] }));

    expect(await alerts.openIncidents()).toHaveLength(1);
  });
});

describe("a PagerDuty that is away", () => {
  it.each([
    ["answers 500", [FAULT.status(500)], /status 500; see status.pagerduty.com/],
    ["answers a page of HTML", [FAULT.html(502)], /status 502/],
    ["answers HTML as success", [FAULT.html(200)], /no JSON/],
    ["refuses the token", [FAULT.status(401)], /check PAGERDUTY_TOKEN/],
    ["gives no rights", [FAULT.status(403)], /right to read/],
    ["cuts the connection", [FAULT.cut()], /check PAGERDUTY_URL and the network/],
    ["answers with something else", [FAULT.answer({ hello: 1 })], /no list of incidents/],
    ["answers with null", [FAULT.answer(null)], /no JSON object/],
    ["answers in other shapes", [FAULT.answer({ incidents: [1, 2] })], /none of its incidents/],
    ["fails on the second page", [pageOfMany(), FAULT.status(503)], /status 503/],
  ])("is named with the next step when it %s", async (_name, faults, words) => {
    double.rest.next(...faults);

    await expect(alerts.openIncidents()).rejects.toMatchObject({
      code: "pagerduty-away",
      message: expect.stringMatching(words) as string,
    });
  });

  it.each([
    ["says nothing", FAULT.hang()],
    ["stops in the middle", FAULT.stall()],
  ])("is given up at the deadline when it %s", async (_name, fault) => {
    double.rest.next(fault);

    await expect(asking(double.url, 150).openIncidents()).rejects.toMatchObject({
      code: "pagerduty-away",
      message: expect.stringContaining("within 150 ms") as string,
    });
  });

  it("is named when nothing listens there", async () => {
    await expect(asking("http://127.0.0.1:9", 1000).incident("Q1")).rejects.toMatchObject({
      code: "pagerduty-away",
      message: expect.stringContaining("http://127.0.0.1:9") as string,
    });
  });

  it("never tells the token", async () => {
    double.rest.next(FAULT.status(401));

    const fault: unknown = await alerts.openIncidents().catch((thrown: unknown) => thrown);

    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("canary");
    expect(double.rest.seen()[0]?.headers.authorization).toBe("Token token=canary-token-77");
  });
});

describe("a rate limit", () => {
  it("is waited out as long as PagerDuty asks, with no request in between", async () => {
    double.rehearsal.trigger({ title: "Basket", service: basket });
    double.rest.next(FAULT.limited(0.05), FAULT.limited(0.05));

    expect(await alerts.openIncidents()).toHaveLength(1);
    expect(double.rest.seen()).toHaveLength(3);
  });

  it("that ends after the deadline is not waited for", async () => {
    double.rest.next(FAULT.limited(60));

    await expect(alerts.openIncidents()).rejects.toMatchObject({
      code: "pagerduty-away",
      message: expect.stringContaining("rate limit is used up for 60 s") as string,
    });
    expect(double.rest.seen()).toHaveLength(1);
  });

  it("is not waited for by somebody else's question", async () => {
    double.rest.next(FAULT.limited(60));

    const [limited, other] = await Promise.allSettled([
      alerts.openIncidents(),
      alerts.onCall(["PEP1"]),
    ]);

    expect([limited.status, other.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

it("keeps no process alive after a question that failed", async () => {
  const script = `
    import { createPagerDutyAlerts } from "./src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
    import { createSecret } from "./src/model/secret.ts";
    const alerts = createPagerDutyAlerts({ token: createSecret("t"), baseUrl: "${double.url}",
      deadlineMs: 20_000, clock: Date });
    console.log((await alerts.openIncidents().catch((fault) => fault)).code);
  `;
  double.rest.next(FAULT.cut());
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script]);
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));

  await once(child, "exit");

  expect(said.trim()).toBe("pagerduty-away");
});

function pageOfMany() {
  const incident = { id: "Q1", status: "triggered", created_at: "2026-05-04T02:13:00Z" };
  return FAULT.answer({ incidents: [incident], more: true, limit: 1, offset: 0 });
}
