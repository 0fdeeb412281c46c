import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DepmapError } from "../../../src/model/errors.ts";
import { idOf } from "../../support/graph-of.ts";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import { createIncidentBench, type IncidentBench } from "../../support/incident-bench.ts";
import type { Recorded } from "../../support/recording-chat.ts";
import { alertOf, eventOf } from "../../support/scripted-alerts.ts";
import { shopMap } from "../../support/shop-map.ts";

const redis = { service: "redis", openedAt: 1000, number: 1 };
const cart = { service: "cart", openedAt: 2000, number: 2 };
const index = { service: "index", openedAt: 3000, number: 3 };

describe("the incident worker", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    bench = await createIncidentBench(shopMap());
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    bench.alerts.byIncident.set("P2", [alertOf("cart", 2000)]);
    bench.alerts.byIncident.set("P3", [alertOf("index", 3000)]);
  });
  afterEach(async () => await bench.close());

  it("briefs an incident once, however often its webhook comes", async () => {
    const event = eventOf("P1", "triggered", 1000, redis);

    await bench.receive(event);
    await bench.receive(event);
    await bench.restart();

    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
  });

  it("tells incidents with the same probable origin in one briefing, and others in their own", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    await bench.receive(eventOf("P3", "triggered", 3000, index));

    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1", "briefing P3"]);
    expect((await bench.store.incident("P2"))?.attachedTo).toBe("P1");
    expect((await bench.store.incident("P1"))?.origin).toBe(idOf("redis"));
    expect(bench.lines()[0]).toBe(
      "#2 cart is in trouble has the same probable origin and is told here too",
    );
  });

  it("turns the younger briefing into a pointer when two stories prove to be one", async () => {
    bench.alerts.byIncident.set("P2", [alertOf("storefront", 2000)]);
    bench.alerts.byIncident.set("P1", [alertOf("index", 1000)]);
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000), alertOf("checkout", 1500)]);

    bench.worker().revisit(["P1"]);
    await bench.worker().idle();

    expect(bench.briefings().map(({ reply }) => reply.headline)).toEqual([
      "CRITICAL #1 redis is in trouble",
      "#2 cart is in trouble is told with #1 redis is in trouble",
    ]);
  });

  it("leaves a pointer in the channel that somebody opened for an incident told elsewhere, once", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.chat.openChannel("inc-2");

    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    await bench.receive(eventOf("P2", "acknowledged", 5000, cart));

    const there = bench.chat.messages.filter(({ channel }) => channel === "C-inc-2");
    expect(there.map(({ reply }) => reply.headline)).toEqual([
      "#2 cart is in trouble is told with #1 redis is in trouble",
    ]);
  });

  it("closes a story with a summary once all of its incidents are over", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    await bench.receive(eventOf("P1", "resolved", 9000, redis));
    const [briefing] = bench.briefings();
    const whileOpen = briefing?.reply.headline;

    await bench.receive(eventOf("P2", "resolved", 11_000, cart));

    expect(whileOpen).toBe("CRITICAL #1 redis is in trouble");
    expect(briefing?.reply.headline).toBe("Resolved: #1 redis is in trouble");
    expect(bench.lines().at(-1)).toBe("#2 cart is in trouble: resolved after 9 s");
  });

  it("tells a story's end after a start when the chat may not show it yet, although no event comes", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    const [shown] = bench.briefings();
    const earlier = (shown as Recorded).reply;
    await bench.receive(eventOf("P1", "resolved", 9000, redis));
    const record = (await bench.store.incident("P1")) as IncidentRecord;
    const message = String(record.briefingMessage);
    // What a kill between two records of one story leaves: resolved, not closed, and an older message.
    await bench.store.keepIncident({ ...record, closed: false });
    await bench.chat.edit(String(record.channel), message, earlier);
    await bench.journal.sent("briefing P1", message, "older");

    await bench.restart();

    expect(bench.briefings().map(({ reply }) => reply.tone)).toEqual(["ok"]);
    expect((await bench.store.incident("P1"))?.closed).toBe(true);
  });

  it("tells a story to its end when the last open incident turns out to be another story", async () => {
    bench.map = shopMap("jobs -> redis");
    bench.alerts.byIncident.set("P2", [alertOf("cart", 2000), alertOf("checkout", 2500)]);
    await bench.receive(eventOf("P2", "triggered", 2000, cart));
    await bench.receive(eventOf("P1", "triggered", 3000, redis));
    await bench.receive(eventOf("P2", "resolved", 4000, cart));

    await bench.receive(eventOf("P1", "acknowledged", 5000, redis));

    const told = bench.briefings().map(({ key, reply }) => `${key} ${reply.tone}`);
    expect(told).toEqual(["briefing P2 ok", "briefing P1 down"]);
    expect((await bench.store.incident("P2"))?.closed).toBe(true);
    expect((await bench.store.incident("P1"))?.attachedTo).toBeUndefined();
  });

  it("says nothing new when an incident is resolved again", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P1", "resolved", 9000, redis));
    const before = structuredClone(bench.chat.messages);

    await bench.receive(eventOf("P1", "resolved", 9500, redis));

    expect(bench.chat.messages).toEqual(before);
  });

  it("does not reopen for an old webhook, and does for a new one", async () => {
    await bench.receive(eventOf("P1", "resolved", 9000, redis));
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    const [briefing] = bench.briefings();
    const afterOld = briefing?.reply.headline;

    await bench.receive(eventOf("P1", "reopened", 12_000, redis));

    expect(afterOld).toBe("Resolved: #1 redis is in trouble");
    expect(briefing?.reply.headline).toBe("CRITICAL #1 redis is in trouble");
    expect(bench.lines()).toEqual(["reopened"]);
  });

  it("notices alerts of which no webhook tells", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000), alertOf("cart", 4000)]);

    bench.worker().revisit(["P1"]);
    await bench.worker().idle();

    expect(bench.lines()).toEqual(["cart alerts now, as expected"]);
  });

  it("briefs from the webhook alone while PagerDuty is away, and corrects that later", async () => {
    bench.alerts.isAway = true;
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    const [briefing] = bench.briefings();
    const first = briefing?.reply.footer.join(" ");
    bench.alerts.isAway = false;

    await expect
      .poll(() => briefing?.reply.footer.join(" "), { timeout: 5000 })
      .not.toContain("Not asked");

    expect(first).toContain("PagerDuty could not be asked");
  });

  it("loses nothing while the chat is away", async () => {
    bench.chat.fault = () => "refused";
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P3", "triggered", 3000, index));
    bench.chat.fault = () => "none";

    await bench.settle();

    expect(
      bench
        .briefings()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(["briefing P1", "briefing P3"]);
  });

  it("posts once when the chat took the post and its answer was lost", async () => {
    let lost = 3;
    bench.chat.fault = () => (lost-- > 0 ? "reply lost" : "none");

    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.settle();

    expect(bench.briefings()).toHaveLength(1);
  });

  it("sets an incident aside that fails again and again, and tells all others", async () => {
    const post = bench.chat.post.bind(bench.chat);
    bench.chat.post = (to, reply, key) =>
      key === "briefing P1" ? Promise.reject(new TypeError("poison")) : post(to, reply, key);

    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    await bench.receive(eventOf("P3", "triggered", 3000, index));

    await expect.poll(() => bench.counted.get("faults incident set aside")).toBe(1);
    expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P3"]);
  });

  it("does not post a briefing again that somebody deleted", async () => {
    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    bench.chat.delete(bench.briefings()[0]?.id as string);

    await bench.receive(eventOf("P1", "acknowledged", 5000, redis));

    expect(bench.briefings()).toEqual([]);
    expect(await bench.journal.unhandledSubjects(10)).toEqual([]);
  });

  it("keeps telling while the graph store is away", async () => {
    const away = () => Promise.reject(new DepmapError("graph-store-away", "gone for the test"));
    const whole = { ...bench.store };
    Object.assign(bench.store, { keepIncident: away, incident: away });

    await bench.receive(eventOf("P1", "triggered", 1000, redis));
    const told = bench.briefings().map(({ key }) => key);
    Object.assign(bench.store, whole);
    await bench.settle();

    expect(told).toEqual(["briefing P1"]);
    expect((await bench.store.incident("P1"))?.briefingMessage).toBe("m1");
  });

  it("handles what makes no sense, without a word", async () => {
    await bench.receive({
      id: "odd",
      sender: "pagerduty",
      subject: "unreadable",
      receivedAt: 1,
      body: "[not json",
    });

    expect(await bench.journal.unhandledSubjects(10)).toEqual([]);
    expect(bench.chat.messages).toEqual([]);
  });
});
