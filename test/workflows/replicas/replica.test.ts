import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { linkChannel } from "../../../src/workflows/stories/channels/link-channel.ts";
import {
  createReplicaBench,
  type BenchReplica,
  type ReplicaBench,
} from "../../support/replica-bench.ts";
import { alertOf, eventOf } from "../../support/scripted-alerts.ts";
import { shopMap } from "../../support/shop-map.ts";

const START = Date.now() - 10_000;
const redis = { service: "redis", openedAt: START, number: 1 };
const cart = { service: "cart", openedAt: START + 1000, number: 2 };
const index = { service: "index", openedAt: START + 2000, number: 3 };
const redisFails = eventOf("P1", "triggered", START, redis);
const redisIsSeen = eventOf("P1", "acknowledged", START + 3000, redis);
const redisIsBack = eventOf("P1", "resolved", START + 4000, redis);
const cartFails = eventOf("P2", "triggered", START + 1000, cart);
const indexFails = eventOf("P3", "triggered", START + 2000, index);

describe("several replicas", () => {
  let bench: ReplicaBench;
  beforeEach(async () => {
    bench = await createReplicaBench(shopMap());
    bench.alerts.byIncident.set("P1", [alertOf("redis", START)]);
    bench.alerts.byIncident.set("P2", [alertOf("cart", START + 1000)]);
    bench.alerts.byIncident.set("P3", [alertOf("index", START + 2000)]);
  });
  afterEach(async () => await bench.close());

  const briefings = () => bench.keys().filter((key) => key.startsWith("briefing"));
  const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 8000, interval: 10 });
  const settled = () =>
    eventually(async () => {
      expect(await bench.isSettled()).toBe(true);
    });

  /** The first of them leads. */
  async function two(): Promise<[BenchReplica, BenchReplica]> {
    const first = await bench.add();
    await eventually(() => expect(first.replica.isLeading()).toBe(true));
    return [first, await bench.add()];
  }

  it("give one briefing for an incident, whichever got its webhooks", async () => {
    const [leader, follower] = await two();

    await follower.receive(redisFails, indexFails);
    await leader.receive(redisIsSeen);
    await settled();

    expect(briefings().toSorted()).toEqual(["briefing P1", "briefing P3"]);
    expect((await bench.store.incident("P1"))?.incident.status).toBe("acknowledged");
  });

  it("tell one story of incidents that came in at different ones", async () => {
    const [leader, follower] = await two();

    await leader.receive(redisFails);
    await settled();
    await follower.receive(cartFails);
    await settled();

    expect(briefings()).toEqual(["briefing P1"]);
    expect((await bench.store.incident("P2"))?.attachedTo).toBe("P1");
  });

  it("have one that leads, and another once it has stopped", async () => {
    const [first, second] = await two();
    expect(second.replica.isLeading()).toBe(false);

    await first.replica.stop();

    await eventually(() => expect(second.replica.isLeading()).toBe(true));
  });

  it("edit the briefing that a lost one has posted, and tell its end", async () => {
    const [first, second] = await two();
    await first.receive(redisFails);
    await settled();
    first.crash();

    await second.receive(redisIsBack);
    await settled();

    expect(briefings()).toEqual(["briefing P1"]);
    expect(bench.chat.messages[0]?.reply.tone).toBe("ok");
  });

  it("find the post of one that was lost before it could note it", async () => {
    const [first, second] = await two();
    bench.chat.fault = (call) => {
      if (call === "post") first.crash();
      return "none";
    };
    await first.receive(redisFails);
    await eventually(() => expect(briefings()).toHaveLength(1));
    bench.chat.fault = () => "none";

    await eventually(() => expect(second.replica.isLeading()).toBe(true));
    await second.receive(redisIsBack);
    await settled();

    expect(briefings()).toEqual(["briefing P1"]);
    expect((await bench.store.incident("P1"))?.closed).toBe(true);
  });

  it("go on with the briefing that was begun, although another incident is older", async () => {
    const [first, second] = await two();
    bench.chat.fault = (call) => {
      if (call === "post") first.crash();
      return "none";
    };
    await first.receive(cartFails);
    await eventually(() => expect(briefings()).toHaveLength(1));
    bench.chat.fault = () => "none";
    await second.receive(redisFails);
    await settled();

    expect(briefings()).toEqual(["briefing P2"]);
    expect((await bench.store.incident("P1"))?.attachedTo).toBe("P2");
  });

  it("tell a linked channel once, whoever heard of the link, although one is lost while it posts", async () => {
    const [first, second] = await two();
    await bench.chat.openChannel("war-room");
    await first.receive(redisFails);
    await settled();
    bench.chat.fault = (call, key) => {
      if (call === "post" && key === "briefing P1 in C-war-room") first.crash();
      return "none";
    };
    const clock = { now: () => Date.now() };
    const link = { incidentId: "P1", channel: "C-war-room", reason: "test" };
    await linkChannel({ journal: second.journal, clock, wake: () => second.replica.wake() }, link);
    await eventually(() => expect(briefings()).toHaveLength(2));
    bench.chat.fault = () => "none";

    await eventually(() => expect(second.replica.isLeading()).toBe(true));
    await second.receive(redisIsBack);
    await settled();

    expect(briefings()).toEqual(["briefing P1", "briefing P1 in C-war-room"]);
    const shown = bench.chat.messages.filter(({ thread }) => thread === undefined);
    expect(shown.map(({ reply }) => reply.tone)).toEqual(["ok", "ok"]);
    expect(await bench.store.incident("P1")).toMatchObject({ alsoIn: ["C-war-room"] });
  });

  it("know what is linked although another one heard of it", async () => {
    const [first, second] = await two();
    await bench.chat.openChannel("war-room");
    const clock = { now: () => Date.now() };
    await first.receive(redisFails);
    await settled();
    const link = { incidentId: "P1", channel: "C-war-room", reason: "test" };
    await linkChannel({ journal: first.journal, clock, wake: () => first.replica.wake() }, link);
    await eventually(() => expect(briefings()).toHaveLength(2));
    await settled();
    first.crash();

    await second.receive(redisIsBack);
    await settled();

    expect(briefings()).toHaveLength(2);
    const shown = bench.chat.messages.filter(({ thread }) => thread === undefined);
    expect(shown.map(({ reply }) => reply.tone)).toEqual(["ok", "ok"]);
  });

  it("keep an event for each other until the chat shows it", async () => {
    const [, follower] = await two();
    bench.chat.fault = () => "refused";

    await follower.receive(redisFails);
    await eventually(async () => expect(await follower.journal.unhandled(9)).toEqual([]));
    expect([...bench.share.events.keys()]).toEqual([redisFails.id]);
    bench.chat.fault = () => "none";
    await settled();

    expect(briefings()).toEqual(["briefing P1"]);
  });

  it("brief although the store is away: the last leader first", async () => {
    const [leader, follower] = await two();
    bench.share.isAway = true;

    await leader.receive(redisFails);
    await follower.receive(indexFails);
    await eventually(() => expect(briefings()).toHaveLength(2));

    bench.share.isAway = false;
    await settled();
    expect(briefings().toSorted()).toEqual(["briefing P1", "briefing P3"]);
    expect((await bench.store.incident("P3"))?.closed).toBe(false);
  });

  it("look into the chat before they say anything without a lease", async () => {
    const [leader, follower] = await two();
    bench.share.isAway = true;

    await leader.receive(redisFails);
    await eventually(() => expect(briefings()).toHaveLength(1));
    await follower.receive(redisIsSeen);
    await eventually(async () => {
      expect(await follower.journal.post("briefing P1")).toMatchObject({ state: "sent" });
    });

    expect(briefings()).toEqual(["briefing P1"]);
  });

  it("leave a story to the new leader when one is cut off from the store", async () => {
    const [first, second] = await two();
    await first.receive(redisFails);
    await settled();
    first.cutOff(true);
    await eventually(() => expect(second.replica.isLeading()).toBe(true));
    expect(first.replica.isLeading()).toBe(false);

    await second.receive(redisIsBack);
    await eventually(() => expect(bench.chat.messages[0]?.reply.tone).toBe("ok"));
    first.cutOff(false);
    await settled();

    expect(briefings()).toEqual(["briefing P1"]);
    expect(bench.chat.messages[0]?.reply.tone).toBe("ok");
    expect(second.replica.isLeading()).toBe(true);
  });

  it("have one leader again when the store is back", async () => {
    const all = [await bench.add(), await bench.add(), await bench.add()];
    const leaders = () => all.filter(({ replica }) => replica.isLeading()).length;
    bench.share.isAway = true;
    await eventually(() => expect(leaders()).toBe(0));

    bench.share.isAway = false;

    await eventually(() => expect(leaders()).toBe(1));
  });

  it("finish what is in hand before one gives its lease back", async () => {
    const [first, second] = await two();
    await first.receive(redisFails, indexFails);

    await first.replica.stop();
    await eventually(() => expect(second.replica.isLeading()).toBe(true));
    await settled();

    expect(briefings().toSorted()).toEqual(["briefing P1", "briefing P3"]);
  });
});
