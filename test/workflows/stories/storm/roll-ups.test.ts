import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../../../src/model/reply.ts";
import { STORM } from "../../../../src/workflows/stories/storm/channel-load.ts";
import { flood, toldIn } from "../../../support/flood.ts";
import { createIncidentBench, type IncidentBench } from "../../../support/incident-bench.ts";
import { loneMap } from "../../../support/lone-map.ts";
import { alertOf, eventOf } from "../../../support/scripted-alerts.ts";

const FAST = { editMs: 0, gatherMs: 5 };
const MINUTE = 60_000;
/** More than the first five. */
const MANY = 8;

const itemsOf = (reply: Reply | undefined) =>
  (reply?.blocks ?? []).flatMap((block) =>
    block.type === "list" ? block.items.map(({ text }) => text) : [],
  );

describe("a channel that gets more than it can be told one by one", () => {
  let bench: IncidentBench;
  beforeEach(async () => {
    bench = await createIncidentBench(loneMap(2 * MANY), { storm: FAST });
    bench.now = 10 * MINUTE;
    for (let number = 0; number < 2 * MANY; number += 1) {
      bench.alerts.byIncident.set(`P${number}`, [alertOf(`lone-${number}`, bench.now)]);
    }
  });
  afterEach(async () => await bench.close());

  const event = (
    number: number,
    type: Parameters<typeof eventOf>[1] = "triggered",
    at = bench.now,
  ) => eventOf(`P${number}`, type, at, { service: `lone-${number}`, openedAt: 9 * MINUTE, number });
  const storm = async () =>
    await bench.receive(...Array.from({ length: MANY }, (_, number) => event(number)));
  const rollUps = () => bench.chat.messages.filter(({ key }) => key.startsWith("roll-up "));
  const record = async (number: number) => await bench.store.incident(`P${number}`);
  /** Who has a briefing and who is in the roll-up depends on who came first. */
  const rolled = async () => {
    const records = await bench.store.incidents({ limit: 50 });
    return records.filter(({ rollUp }) => rollUp).map(({ incident }) => Number(incident.number));
  };

  it("gets five briefings, and one message for the rest", async () => {
    await storm();

    expect(toldIn(bench.chat.messages, MANY)).toEqual({
      messages: 6,
      briefings: 5,
      rollUps: 1,
      lines: 0,
      lost: [],
      twice: [],
    });
  });

  it("has its records say where each story is told", async () => {
    await storm();

    const [first = -1] = await rolled();
    const [message] = rollUps();
    const { rollUp, channel, briefingMessage } = (await record(first)) ?? {};
    expect({ rollUp, channel, briefingMessage }).toEqual({
      rollUp: { key: message?.key, channel: "C-incidents", at: bench.now, message: message?.id },
      channel: "C-incidents",
      briefingMessage: undefined,
    });
  });

  it("sees in the roll-up how a story goes on, also after a start", async () => {
    await storm();
    const [first = -1, second = -1] = await rolled();

    await bench.receive(event(first, "resolved", bench.now + 1000));
    await bench.restart();
    await bench.receive(event(second, "acknowledged", bench.now + 2000));

    const items = itemsOf(rollUps()[0]?.reply);
    expect(items).toContain(`#${first} lone-${first} is in trouble: over`);
    expect(items).toContainEqual(
      expect.stringContaining(`#${second} lone-${second} is in trouble: acknowledged since`),
    );
    expect((await record(first))?.closed).toBe(true);
    expect(toldIn(bench.chat.messages, MANY)).toMatchObject({ messages: 6, lost: [], twice: [] });
  });

  it("sees that all is over once everything in the roll-up is", async () => {
    await storm();

    for (const number of await rolled()) {
      await bench.receive(event(number, "resolved", bench.now + 1000));
    }

    expect(rollUps().map(({ reply }) => reply.tone)).toEqual(["ok"]);
  });

  it("is told in one line that a story of the roll-up is open again", async () => {
    await storm();
    const [first = -1] = await rolled();
    await bench.receive(event(first, "resolved", bench.now + 1000));
    bench.now += 10 * MINUTE;

    await bench.receive(event(first, "reopened"));

    expect(bench.lines()).toEqual([`#${first} lone-${first} is in trouble is open again`]);
    expect(bench.chat.messages.at(-1)?.thread).toBe(rollUps()[0]?.id);
  });

  it("keeps its storm over crashes", async () => {
    let posts = 0;
    bench.chat.fault = (call) => {
      // The last of these is the roll-up itself: posted, and nobody noted it.
      if (call === "post" && (posts += 1) % 2 === 0) bench.crash();
      return "none";
    };
    for (let number = 0; number < MANY; number += 1) await bench.journal.receive(event(number));

    bench.worker().wake();
    await expect.poll(() => posts, { timeout: 10_000 }).toBe(6);
    await bench.settle();

    expect(toldIn(bench.chat.messages, MANY)).toMatchObject({
      briefings: 5,
      rollUps: 1,
      lost: [],
      twice: [],
    });
  });

  it("gets a briefing again once the storm is over", async () => {
    await storm();
    bench.now += 2 * MINUTE;

    await bench.receive(event(MANY));

    expect(bench.chat.messages.at(-1)?.key).toBe(`briefing P${MANY}`);
  });

  it("gets another roll-up for the next storm", async () => {
    await storm();
    bench.now += 10 * MINUTE;

    await bench.receive(...Array.from({ length: MANY }, (_, number) => event(MANY + number)));

    expect(rollUps()).toHaveLength(2);
    expect(toldIn(bench.chat.messages, 2 * MANY)).toMatchObject({ lost: [], twice: [] });
  });

  it("has no lines in its threads during the storm", async () => {
    await storm();

    for (let number = 0; number < MANY; number += 1) {
      await bench.receive(event(number, "acknowledged", bench.now + 1000));
    }

    expect(bench.lines()).toEqual([]);
  });

  it("gets its story told in full when that gets a channel of its own", async () => {
    await storm();
    const [first = -1] = await rolled();
    await bench.chat.openChannel(`inc-${first}`);

    bench.worker().revisit([`P${first}`]);
    await bench.worker().idle();

    const there = bench.chat.messages.filter(({ channel }) => channel === `C-inc-${first}`);
    expect(there.map(({ key }) => key)).toContain(`briefing P${first}`);
    expect(itemsOf(rollUps()[0]?.reply)).toContain(
      `#${first} lone-${first} is in trouble: told in inc-${first}`,
    );
    expect((await record(first))?.channel).toBe(`C-inc-${first}`);
  });

  it("sees in the roll-up that a story has turned out to be another one's", async () => {
    await storm();
    const inRollUp = await rolled();
    const [first = -1] = inRollUp;
    const other = [...Array(MANY).keys()].find((number) => !inRollUp.includes(number));
    bench.alerts.byIncident.set(`P${first}`, [alertOf(`lone-${other}`, bench.now)]);

    bench.worker().revisit([`P${first}`]);
    await bench.worker().idle();

    expect((await record(first))?.attachedTo).toBe(`P${other}`);
    expect(itemsOf(rollUps()[0]?.reply)).toContain(
      `#${first} lone-${first} is in trouble: told with #${other} lone-${other} is in trouble`,
    );
  });

  it("does not get a roll-up again that somebody has deleted", async () => {
    await storm();
    const [first = -1] = await rolled();
    bench.chat.delete(String(rollUps()[0]?.id));

    await bench.receive(event(first, "resolved", bench.now + 1000));

    expect(rollUps()).toEqual([]);
    expect((await record(first))?.closed).toBe(true);
  });
});

describe("when a channel is calm again", () => {
  const quick = { windowMs: 300, quietMs: 150, ...FAST };
  let bench: IncidentBench;
  beforeEach(async () => {
    const clock = { now: () => Date.now() };
    bench = await createIncidentBench(loneMap(MANY), { storm: quick }, {}, clock);
  });
  afterEach(async () => await bench.close());

  const events = () =>
    Array.from({ length: MANY }, (_, number) => {
      const service = `lone-${number}`;
      bench.alerts.byIncident.set(`P${number}`, [alertOf(service, Date.now())]);
      return eventOf(`P${number}`, "triggered", Date.now(), { service, openedAt: 1, number });
    });

  it("one line under the roll-up says so, once, also after a start", async () => {
    await bench.receive(...events());
    await bench.restart();
    await expect.poll(() => bench.lines().length, { timeout: 5000 }).toBe(1);
    await bench.restart();
    await wait(2 * quick.windowMs);

    expect(bench.lines()).toEqual([
      "No more incidents come: 3 incidents in 1 minute went into this list; over by now: 0.",
    ]);
    expect(bench.chat.messages.at(-1)).toMatchObject({ key: expect.stringMatching(/^end of /) });
  });
});

it("a busy thread is told later, in one line, what it was not told", async () => {
  const bench = await createIncidentBench(loneMap(1), { storm: { ...FAST, windowMs: 100 } });
  const life = { service: "lone-0", openedAt: 1000, number: 0 };
  bench.alerts.byIncident.set("P0", [alertOf("lone-0", 1000)]);
  await bench.receive(eventOf("P0", "triggered", 1000, life));
  for (let turn = 0; turn < 10; turn += 1) {
    const type = turn % 2 === 0 ? "acknowledged" : "reopened";
    await bench.receive(eventOf("P0", type, 2000 + turn, life));
  }
  const meanwhile = bench.lines();

  bench.now += 1000;
  const more = () => bench.lines().slice(meanwhile.length);
  await expect.poll(more, { timeout: 5000 }).toHaveLength(1);

  expect(meanwhile).toHaveLength(STORM.lines - 1);
  expect(more()).toEqual([
    "4 changes not said meanwhile: the message above shows how things stand",
  ]);
  await bench.close();
});

it("200 unrelated incidents in a minute become at most ten messages, although the worker is killed and the chat counts", async () => {
  const report = await flood({ incidents: 200, seconds: 60, faster: 24, crashes: 5 });

  expect(report).toMatchObject({ refusedPosts: 0, refusedEdits: 0, lost: [], twice: [] });
  expect(report.messages).toBeLessThanOrEqual(10);
}, 60_000);
