import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noticeChannel } from "../../../../src/workflows/stories/channels/notice-channel.ts";
import type { Channel, ChannelNotice } from "../../../../src/ports/chat.ts";
import type { Reply } from "../../../../src/model/reply.ts";
import { createIncidentBench, type IncidentBench } from "../../../support/incident-bench.ts";
import { alertOf, eventOf } from "../../../support/scripted-alerts.ts";
import { shopMap } from "../../../support/shop-map.ts";
import { buttonsOf, wordsOf } from "../../../support/words-of.ts";

const redis = { service: "redis", openedAt: 1000, number: 42 };
const triggered = eventOf("P1", "triggered", 1000, redis);

describe("a channel that depmap comes to know of", () => {
  let bench: IncidentBench;
  let heard = 0;
  beforeEach(async () => {
    bench = await createIncidentBench(shopMap());
    bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
    await bench.chat.openChannel("incidents");
  });
  afterEach(async () => await bench.close());

  /** Somebody makes, renames or opens a channel to depmap. */
  async function notice(
    why: ChannelNotice["why"],
    name: string,
    more: Partial<Channel> = {},
    looksAgainAfterMs: readonly number[] = [],
  ): Promise<Reply | undefined> {
    await bench.chat.openChannel(name);
    heard += 1;
    const id = `C-${name}`;
    const { chat, store, journal } = bench;
    const reply = await noticeChannel(
      {
        chat,
        store,
        journal,
        clock: { now: () => bench.now },
        log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
        metrics: { count: () => {}, observe: () => {} },
        channelPattern: "inc-{number}",
        wake: () => bench.worker().wake(),
        looksAgainAfterMs,
      },
      { id: `n${heard}`, why, channel: { id, name, ...more }, place: { chat: "x", channel: id } },
    );
    await bench.worker().idle();
    return reply;
  }

  const inChannel = (name: string) =>
    bench.briefings().filter(({ channel }) => channel === `C-${name}`);

  it.each([
    ["created", "inc-42", ""],
    ["renamed", "incident-42-redis", ""],
    ["created", "war-room", "Incident #42"],
    ["created", "redis-trouble", "https://pagerduty.example/incidents/P1"],
    ["invited", "war-room", "inc 42"],
  ] as const)("is told its incident when it is %s as #%s (%s)", async (why, name, topic) => {
    await bench.receive(triggered);

    const reply = await notice(why, name, { topic });

    expect(reply).toBeUndefined();
    expect(inChannel(name).map(({ key }) => key)).toEqual([`briefing P1 in C-${name}`]);
  });

  it("is left alone when it is about nothing that is known", async () => {
    await bench.receive(triggered);

    expect(await notice("created", "lunch-42")).toBeUndefined();
    expect(await notice("renamed", "inc-41")).toBeUndefined();

    expect(inChannel("lunch-42")).toEqual([]);
  });

  it("is told an incident that comes in a moment after the channel", async () => {
    const noticed = notice("created", "war-room", { topic: "incident 42" }, [1, 1, 500, 1]);
    await bench.receive(triggered);
    await noticed;

    expect(inChannel("war-room")).toHaveLength(1);
  });

  it("is told once when a notice comes twice, and when it is renamed later", async () => {
    await bench.receive(triggered);

    await notice("created", "inc-42");
    await notice("invited", "inc-42");
    await notice("renamed", "inc-42");

    expect(inChannel("inc-42")).toHaveLength(1);
  });

  it("is told what it was linked to before depmap was let in", async () => {
    await bench.receive(triggered);
    const { journal } = bench;
    const said = JSON.stringify({ channelLinked: "C-secret", at: 2000 });
    const link = { id: "l1", sender: "chat", subject: "P1", receivedAt: 2000 } as const;
    await bench.receive({ ...link, body: said });
    expect(await journal.unhandledSubjects(1)).toEqual([]);

    await notice("invited", "secret");

    expect(inChannel("secret")).toHaveLength(1);
  });

  it("answers an invitation elsewhere with what depmap can do, and what it misses", async () => {
    await bench.receive(triggered);
    bench.chat.missing = ["topics: add the scope channels:write.topic"];

    const reply = await notice("invited", "team-payments");

    expect(wordsOf(reply as Reply)).toMatch(/depmap is here[^]*channels:write\.topic/);
    expect(buttonsOf(reply as Reply)["About #42 redis is in trouble"]).toBe("link-channel P1");
  });

  it("says of a channel whose incident is over how it ended, and asks what was learned", async () => {
    await bench.receive(triggered, eventOf("P1", "resolved", 9000, redis));

    const reply = await notice("invited", "postmortem", { topic: "incident 42" });

    expect(reply?.headline).toBe("#42 redis is in trouble is over");
    expect(buttonsOf(reply as Reply)["How it ended"]).toBe("incident P1");
    expect(inChannel("postmortem")).toEqual([]);
  });

  it("does not greet people where depmap came by itself to tell something", async () => {
    await bench.receive(triggered);

    expect(await notice("invited", "incidents")).toBeUndefined();
  });

  it("stays silent where another organisation reads along", async () => {
    await bench.receive(triggered);

    expect(await notice("invited", "inc-42", { isShared: true })).toBeUndefined();

    expect(inChannel("inc-42")).toEqual([]);
  });

  it("says nothing, and fails nobody, where depmap may not go", async () => {
    bench.chat.closed.add("C-team-payments");

    expect(await notice("invited", "team-payments")).toBeUndefined();
  });
});
