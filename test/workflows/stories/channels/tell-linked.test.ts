import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkChannel } from "../../../../src/workflows/stories/channels/link-channel.ts";
import { createIncidentBench, type IncidentBench } from "../../../support/incident-bench.ts";
import type { Furnishing } from "../../../../src/ports/chat.ts";
import type { Recorded } from "../../../support/recording-chat.ts";
import { alertOf, bridgeOf, eventOf } from "../../../support/scripted-alerts.ts";
import { shopMap } from "../../../support/shop-map.ts";

const redis = { service: "redis", openedAt: 1000, number: 1 };
const cart = { service: "cart", openedAt: 2000, number: 2 };
const triggered = eventOf("P1", "triggered", 1000, redis);
const resolved = eventOf("P1", "resolved", 9000, redis);

describe("a story with linked channels", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    bench = await createIncidentBench(shopMap());
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    bench.alerts.byIncident.set("P2", [alertOf("cart", 2000)]);
    for (const name of ["incidents", "war-room", "managers"]) await bench.chat.openChannel(name);
  });
  afterEach(async () => await bench.close());

  const inChannel = (name: string): Recorded[] =>
    bench.briefings().filter(({ channel }) => channel === `C-${name}`);
  const keys = () => bench.briefings().map(({ key, channel }) => `${key} @ ${channel}`);

  async function link(channel: string, incidentId = "P1"): Promise<void> {
    const { journal } = bench;
    const clock = { now: () => bench.now };
    await linkChannel({ journal, clock }, { incidentId, channel, reason: "test" });
    bench.worker().wake();
    await bench.worker().idle();
  }

  it("is briefed first in the channel of PagerDuty's conference bridge", async () => {
    await bench.receive(
      bridgeOf("P1", "https://firm.slack.com/archives/C-war-room", 900),
      triggered,
    );

    expect(keys()).toEqual(["briefing P1 @ C-war-room"]);
  });

  it("has a copy in each channel that is linked later, edited along, with the lines under the first", async () => {
    await bench.receive(triggered);
    await link("C-war-room");
    await bench.receive(bridgeOf("P1", "https://firm.slack.com/archives/C-managers", 3000));

    await bench.receive(resolved);

    expect(keys()).toEqual([
      "briefing P1 @ C-incidents",
      "briefing P1 in C-war-room @ C-war-room",
      "briefing P1 in C-managers @ C-managers",
    ]);
    expect(new Set(bench.briefings().map(({ reply }) => reply.headline))).toEqual(
      new Set(["Resolved: #1 redis is in trouble"]),
    );
    const lines = bench.chat.messages.filter(({ thread }) => thread !== undefined);
    expect(new Set(lines.map(({ channel }) => channel))).toEqual(new Set(["C-incidents"]));
    const record = await bench.store.incident("P1");
    expect(record).toMatchObject({
      channel: "C-incidents",
      alsoIn: ["C-war-room", "C-managers"],
      closed: true,
    });
  });

  it("has one copy however often it is linked, and after a restart and a lost journal entry", async () => {
    await bench.receive(triggered);
    await link("C-war-room");
    await link("C-war-room");
    await bench.restart();
    await bench.receive(resolved);

    expect(keys()).toEqual(["briefing P1 @ C-incidents", "briefing P1 in C-war-room @ C-war-room"]);
    expect(inChannel("war-room")[0]?.reply.tone).toBe("ok");
  });

  it("has one copy when the answer to its post is lost", async () => {
    await bench.receive(triggered);
    let isFirst = true;
    bench.chat.fault = (call, key) => {
      const isLost = isFirst && call === "post" && key.includes(" in ");
      if (isLost) isFirst = false;
      return isLost ? "reply lost" : "none";
    };

    await link("C-war-room");
    await bench.settle();

    expect(inChannel("war-room")).toHaveLength(1);
  });

  it("is not told twice in the channel where it stands already", async () => {
    await bench.receive(triggered);

    await link("C-incidents");

    expect(keys()).toEqual(["briefing P1 @ C-incidents"]);
  });

  it("says once under the briefing where it may not be told, and goes on", async () => {
    bench.chat.closed.add("C-war-room");
    await bench.receive(
      bridgeOf("P1", "https://firm.slack.com/archives/C-war-room", 900),
      triggered,
    );
    await bench.receive(eventOf("P1", "acknowledged", 4000, redis));

    expect(keys()).toEqual(["briefing P1 @ C-incidents"]);
    const said = bench.chat.messages.filter(({ key }) => key === "not told P1");
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said[0]?.reply)).toContain("invite depmap to C-war-room");
  });

  it("is told there as soon as somebody has invited depmap", async () => {
    bench.chat.closed.add("C-war-room");
    await bench.receive(triggered);
    await link("C-war-room");
    bench.chat.closed.clear();

    await bench.receive(eventOf("P1", "acknowledged", 4000, redis));

    expect(inChannel("war-room")).toHaveLength(1);
  });

  it("leaves a copy alone that somebody deleted", async () => {
    await bench.receive(triggered);
    await link("C-war-room");
    bench.chat.delete(String(inChannel("war-room")[0]?.id));

    await bench.receive(resolved);

    expect(inChannel("war-room")).toEqual([]);
    expect(inChannel("incidents")[0]?.reply.tone).toBe("ok");
  });

  it("has a pointer in a channel that is linked to an incident told with another", async () => {
    await bench.receive(triggered, eventOf("P2", "triggered", 2000, cart));

    await link("C-war-room", "P2");
    await bench.receive(eventOf("P2", "acknowledged", 5000, cart));

    expect(inChannel("war-room").map(({ reply }) => reply.headline)).toEqual([
      "#2 cart is in trouble is told with #1 redis is in trouble",
    ]);
  });

  it("turns every copy into a pointer when two stories prove to be one", async () => {
    bench.alerts.byIncident.set("P2", [alertOf("storefront", 2000)]);
    bench.alerts.byIncident.set("P1", [alertOf("index", 1000)]);
    await bench.receive(triggered);
    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    await link("C-war-room", "P2");
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000), alertOf("checkout", 1500)]);

    bench.worker().revisit(["P1"]);
    await bench.worker().idle();

    expect(inChannel("war-room").map(({ reply }) => reply.headline)).toEqual([
      "#2 cart is in trouble is told with #1 redis is in trouble",
    ]);
  });

  it("asks PagerDuty about an incident that it hears of by a link alone", async () => {
    const { body } = eventOf("P1", "triggered", 1000, redis);
    const incident = bench.alerts.read(body).incident;
    if (incident) bench.alerts.known.set("P1", incident);

    await link("C-war-room");

    expect(keys()).toEqual(["briefing P1 @ C-war-room"]);
  });
});

describe("an incident's own channel", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    const mapUrl = (id: string) => `https://depmap.example/map/${id}`;
    bench = await createIncidentBench(shopMap(), {}, { keepTopic: true, mapUrl });
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    await bench.chat.openChannel("incidents");
    await bench.chat.openChannel("inc-1");
  });
  afterEach(async () => await bench.close());

  it("gets the briefing pinned, the map bookmarked and the topic kept, each once and when it changes", async () => {
    await bench.receive(triggered);
    await bench.restart();
    await bench.receive(eventOf("P1", "acknowledged", 3000, redis));
    bench.worker().revisit(["P1"]);
    await bench.worker().idle();
    await bench.receive(resolved);

    const [briefing] = bench.briefings();
    const topic = (status: string) => `#1 redis is in trouble — ${status}; origin: redis`;
    const url = "https://depmap.example/map/P1";
    expect(bench.chat.furnished).toEqual([
      {
        channel: "C-inc-1",
        pin: briefing?.id,
        bookmark: { title: "depmap: map of this incident", url },
        topic: topic("triggered"),
      },
      { channel: "C-inc-1", topic: topic("acknowledged") },
      { channel: "C-inc-1", topic: topic("resolved") },
    ]);
  });

  it("says once in the thread what depmap cannot do there", async () => {
    bench.chat.missing = ["pins: add the scope pins:write and install again"];
    await bench.receive(triggered);
    await bench.receive(eventOf("P1", "acknowledged", 3000, redis));

    const said = bench.chat.messages.filter(({ key }) => key === "missing P1 in C-inc-1");
    expect(said.map(({ thread }) => thread)).toEqual([bench.briefings()[0]?.id]);
    expect(JSON.stringify(said[0]?.reply)).toContain("pins:write");
  });

  it("is furnished later, when depmap may do by then what it missed", async () => {
    bench.chat.furnish = async () => ["cannot pin the briefing: add pins:write"];
    await bench.receive(triggered);
    const calls: Furnishing[] = [];
    bench.chat.furnish = async (_channel, furnishing) => {
      calls.push(furnishing);
      return [];
    };
    await bench.receive(eventOf("P1", "acknowledged", 3000, redis));
    bench.now += 600_000;

    bench.worker().revisit(["P1"]);
    await bench.worker().idle();

    expect(calls.map(({ pin }) => pin)).toEqual([undefined, bench.briefings()[0]?.id]);
    const said = bench.chat.messages.filter(({ key }) => key === "missing P1 in C-inc-1");
    expect(said.map(({ reply }) => reply.headline)).toEqual([
      "depmap can do here by now what it could not",
    ]);
  });

  it("does not keep the incident from being told when it cannot be furnished", async () => {
    bench.chat.furnish = () => Promise.reject(new Error("out of pins"));

    await bench.receive(triggered);

    expect((await bench.store.incident("P1"))?.briefingMessage).toBeDefined();
    expect(await bench.journal.unhandledSubjects(1)).toEqual([]);
  });

  it("is the only kind that is furnished: the default channel belongs to all", async () => {
    const other = { service: "index", openedAt: 1000, number: 7 };
    bench.alerts.byIncident.set("P7", [alertOf("index", 1000)]);

    await bench.receive(eventOf("P7", "triggered", 1000, other));
    await bench.receive(eventOf("P7", "resolved", 3000, other));

    expect(bench.briefings().map(({ channel }) => channel)).toEqual(["C-incidents"]);
    expect(bench.chat.furnished).toEqual([]);
  });
});
