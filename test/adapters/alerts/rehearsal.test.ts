import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createPagerDutyAlerts } from "../../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import { createRehearsalPagerDuty } from "../../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import type { Storm } from "../../../src/adapters/alerts/rehearsal/storm.ts";
import { createSecret } from "../../../src/model/secret.ts";
import { startIntake, type Intake } from "../../support/intake.ts";
import { FAULT } from "../../support/faulty-proxy.ts";
import { createPagerDutyDouble, type PagerDutyDouble } from "../../support/pagerduty-double.ts";

const kiosk = { id: "PKIOSK", name: "Kiosk" };
const depot = { id: "PDEPOT", name: "Depot" };

let folder: string;
let intake: Intake;
let double: PagerDutyDouble;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-rehearsal-"));
  [intake, double] = await Promise.all([startIntake(folder), createPagerDutyDouble()]);
  intake.secrets(double.secret.reveal());
  double.deliverTo(`${intake.url}/webhooks/pagerduty`);
});
afterEach(async () => {
  await double.close();
  await intake.close();
  await rm(folder, { recursive: true });
});

async function eventsOf(id: string): Promise<string[]> {
  const alerts = createPagerDutyAlerts({
    token: createSecret("t"),
    baseUrl: double.url,
    deadlineMs: 1000,
    clock: Date,
  });
  const events = await intake.journal.eventsOf(id);
  return events.map(({ body }) => alerts.read(body).event);
}

describe("webhooks", () => {
  it("tell where people talk about an incident, and so does every later one and the REST API", async () => {
    const { rehearsal } = double;
    const id = rehearsal.trigger({ title: "Kiosk cannot print", service: kiosk });
    const address = "https://firm.slack.com/archives/C0WAR";
    rehearsal.setBridge(id, address);
    rehearsal.acknowledge(id);
    await rehearsal.settled();

    const access = { token: createSecret("t"), baseUrl: double.url, deadlineMs: 1000, clock: Date };
    const alerts = createPagerDutyAlerts(access);
    const heard = (await intake.journal.eventsOf(id)).map(({ body }) => alerts.read(body));
    const links = heard.map(({ channelLinks, incident }) => channelLinks ?? incident?.channelLinks);
    expect(links).toEqual([undefined, [address], [address]]);
    expect((await alerts.incident(id))?.channelLinks).toEqual([address]);
  });

  it("tell of an incident's life in its order, signed so that we take them", async () => {
    const { rehearsal } = double;
    const id = rehearsal.trigger({ title: "Kiosk cannot print", service: kiosk });
    rehearsal.acknowledge(id);
    rehearsal.resolve(id);
    await rehearsal.settled();

    expect(await eventsOf(id)).toEqual([
      "incident.triggered",
      "incident.acknowledged",
      "incident.resolved",
    ]);
    expect(rehearsal.deliveries().map(({ state }) => state)).toEqual([
      "delivered",
      "delivered",
      "delivered",
    ]);
  });

  it("do not tell of an alert that joins an incident, as PagerDuty's do not", async () => {
    const id = double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
    double.rehearsal.addAlert(id, { summary: "more", severity: "info" });
    await double.rehearsal.settled();

    expect(await eventsOf(id)).toEqual(["incident.triggered"]);
  });

  it("are sent again after 5xx, 429, a cut and a lost answer, and kept once", async () => {
    double.webhooks.next(FAULT.status(503), FAULT.limited(), FAULT.cut(), FAULT.cutAfterAccept());
    const id = double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
    await double.rehearsal.settled();

    expect(double.rehearsal.deliveries()).toMatchObject([{ attempts: 5, state: "delivered" }]);
    expect(await eventsOf(id)).toEqual(["incident.triggered"]);
  });

  it("of one incident wait for each other, and those of another do not wait", async () => {
    double.webhooks.next(FAULT.status(503), FAULT.status(503));
    const first = double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
    double.rehearsal.acknowledge(first);
    const second = double.rehearsal.trigger({ title: "Depot", service: depot });
    await double.rehearsal.settled();

    expect(await eventsOf(first)).toEqual(["incident.triggered", "incident.acknowledged"]);
    expect(await eventsOf(second)).toEqual(["incident.triggered"]);
  });

  it("are dropped after a 4xx, and stop after three drops in a row", async () => {
    intake.secrets("another");
    for (const title of ["a", "b", "c"]) {
      double.rehearsal.trigger({ title, service: kiosk });
      await double.rehearsal.settled();
    }
    expect(double.rehearsal.isEnabled()).toBe(false);

    intake.secrets(double.secret.reveal());
    const id = double.rehearsal.trigger({ title: "d", service: kiosk });
    await double.rehearsal.settled();

    expect(await eventsOf(id)).toEqual([]);
    expect(double.rehearsal.deliveries().at(-1)).toMatchObject({ state: "flushed" });
  });

  it("are not sent anywhere before somebody says where", async () => {
    const rehearsal = await createRehearsalPagerDuty({ secret: double.secret });
    const before = rehearsal.trigger({ title: "Kiosk", service: kiosk });
    rehearsal.deliverTo(`${intake.url}/webhooks/pagerduty`);
    const after = rehearsal.trigger({ title: "Kiosk", service: kiosk });
    await rehearsal.settled();
    await rehearsal.close();

    expect(await eventsOf(before)).toEqual([]);
    expect(await eventsOf(after)).toEqual(["incident.triggered"]);
  });

  it.each(["duplicate", "swap"] as const)(
    "may come as %s and are each kept once",
    async (mischief) => {
      double.deliverTo(`${intake.url}/webhooks/pagerduty`, mischief);
      const id = double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
      double.rehearsal.resolve(id);
      await double.rehearsal.settled();

      const events = await eventsOf(id);
      expect(events.toSorted()).toEqual(["incident.resolved", "incident.triggered"]);
      expect(events[0]).toBe(mischief === "swap" ? "incident.resolved" : "incident.triggered");
    },
  );
});

describe("a storm", () => {
  const storm: Storm = {
    title: "Labels cannot be printed",
    pagerdutyServiceId: "PKIOSK",
    alerts: [
      alert(2000, "PDEPOT", "Depot", "depot: p95 latency 4 s"),
      alert(0, "PKIOSK", "Kiosk", "kiosk: error rate 31 %"),
      alert(9000, "PKIOSK", "Kiosk", "kiosk: no traffic"),
    ],
  };

  it("opens an incident per service, and alerts on the same service join it", async () => {
    const ids = await double.rehearsal.play(storm, { speed: 1000 });

    expect(double.rehearsal.incidents().map(({ id }) => id)).toEqual(ids);
    expect(double.rehearsal.incidents().map(({ title, alerts }) => [title, alerts.length])).toEqual(
      [
        ["Labels cannot be printed", 2],
        ["depot: p95 latency 4 s", 1],
      ],
    );
    for (const id of ids) expect(await eventsOf(id)).toEqual(["incident.triggered"]);
  });

  it("opens a new incident on a service whose last one is resolved", async () => {
    const [first] = await double.rehearsal.play(storm, { speed: 1000 });
    double.rehearsal.resolve(first as string);

    const [again] = await double.rehearsal.play(storm, { speed: 1000 });

    expect(again).not.toBe(first);
  });

  it("ends when the rehearsal is closed", async () => {
    const playing = double.rehearsal.play(storm);
    await double.rehearsal.close();

    expect(await playing).toHaveLength(1);
  });

  it("ends when it is told to, and leaves the rehearsal as it is", async () => {
    const ending = new AbortController();
    const playing = double.rehearsal.play(storm, { signal: ending.signal });
    ending.abort();

    expect(await playing).toHaveLength(1);
    double.rehearsal.resolve(double.rehearsal.incidents()[0]?.id ?? "");
    expect(await double.rehearsal.play(storm, { speed: Number.POSITIVE_INFINITY })).not.toEqual([]);
  });

  it("is what examples/storm.yaml says", async () => {
    const example = parse(await readFile("examples/storm.yaml", "utf8")) as Storm;

    const ids = await double.rehearsal.play(example, { speed: Number.POSITIVE_INFINITY });

    const services = new Set(example.alerts.map(({ pagerdutyServiceId }) => pagerdutyServiceId));
    expect(ids).toHaveLength(services.size);
    expect(double.rehearsal.incidents()[0]?.title).toBe(example.title);
  });
});

describe("the REST API", () => {
  it("wants a token, but lets a person follow a link", async () => {
    const id = double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
    const url = `${double.rehearsal.url}/incidents/${id}`;

    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { accept: "text/html,*/*" } })).status).toBe(200);
  });

  it.each([
    ["/services", "services"],
    ["/escalation_policies", "escalation_policies"],
  ])("lists %s in pages", async (path, key) => {
    double.rehearsal.trigger({ title: "Kiosk", service: kiosk });
    double.rehearsal.trigger({ title: "Kiosk again", service: kiosk });

    const response = await fetch(`${double.rehearsal.url}${path}?limit=5`, {
      headers: { authorization: "Token token=x" },
    });

    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ limit: 5, offset: 0, more: false });
    expect(body[key]).toHaveLength(1);
  });

  it("refuses to page past 10,000, as PagerDuty does", async () => {
    const response = await fetch(`${double.rehearsal.url}/incidents?limit=100&offset=9950`, {
      headers: { authorization: "Token token=x" },
    });

    expect(response.status).toBe(400);
  });
});

function alert(afterMs: number, id: string, name: string, summary: string) {
  const severity = "critical" as const;
  return { afterMs, pagerdutyServiceId: id, serviceName: name, severity, summary, source: "x" };
}
