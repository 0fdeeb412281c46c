import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import type { ReceivedEvent } from "../../../src/ports/journal.ts";
import { incidentNumber, toldIn } from "../../support/flood.ts";
import { loneMap } from "../../support/lone-map.ts";
import { createReplicaBench } from "../../support/replica-bench.ts";
import { alertOf } from "../../support/scripted-alerts.ts";

const INCIDENTS = 40;
/** During these posts whoever leads is lost: the third briefing, and the roll-up itself. */
const LAST_POSTS = [3, 6];

it("a storm over three replicas is told once, although two of them are lost while they post", async () => {
  const bench = await createReplicaBench(loneMap(INCIDENTS), { editMs: 20, gatherMs: 50 });
  const replicas = [await bench.add(), await bench.add(), await bench.add()];
  const left = new Set(replicas);
  const events: ReceivedEvent[] = [];
  let posts = 0;
  bench.chat.fault = (call) => {
    if (call === "edit" || !LAST_POSTS.includes((posts += 1))) return "none";
    const leader = [...left].find(({ replica }) => replica.isLeading());
    if (leader) left.delete(leader);
    leader?.crash();
    return "none";
  };
  const settled = async () =>
    await expect
      .poll(async () => left.size === 1 && (await bench.isSettled()), { timeout: 20_000 })
      .toBe(true);

  for (let number = 0; number < INCIDENTS; number += 1) {
    const [event, id] = incidentNumber(number);
    bench.alerts.byIncident.set(id, [alertOf(`lone-${number}`, Date.now())]);
    events.push(event);
    const [receiver = [...left][0]] = [...left].slice(number % left.size);
    await receiver?.receive(event);
    await wait(10);
  }
  await settled();
  // What a lost replica had not shared yet comes again, as it would from PagerDuty; all else comes twice.
  const [last] = left;
  await last?.receive(...events);
  await settled();

  const { briefings, ...told } = toldIn(bench.chat.messages, INCIDENTS);
  expect(told).toEqual({ messages: briefings + 1, rollUps: 1, lines: 0, lost: [], twice: [] });
  expect(briefings).toBe(5);
  await bench.close();
}, 40_000);

it("a roll-up names nobody of whom another replica could not know that", async () => {
  const many = 8;
  const quick = { windowMs: 600, quietMs: 200, editMs: 5, gatherMs: 20 };
  const bench = await createReplicaBench(loneMap(many), quick);
  const keepIncident = bench.store.keepIncident.bind(bench.store);
  let hanging = "";
  // The first record that says of a story where it is rolled up never arrives.
  Object.assign(bench.store, {
    async keepIncident(record: IncidentRecord) {
      if (record.rollUp && hanging === "") hanging = record.incident.id;
      if (record.incident.id === hanging) return await new Promise(() => {});
      return await keepIncident(record);
    },
  });
  const leader = await bench.add();
  for (let number = 0; number < many; number += 1) {
    const [event, id] = incidentNumber(number);
    bench.alerts.byIncident.set(id, [alertOf(`lone-${number}`, Date.now())]);
    await leader.receive(event);
  }
  const told = () => toldIn(bench.chat.messages, many);
  await expect.poll(() => told().lost, { timeout: 5000 }).toHaveLength(1);
  expect(told().lost).toEqual([hanging]);

  leader.crash();
  Object.assign(bench.store, { keepIncident });
  await bench.add();

  await expect.poll(() => told().lost, { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => bench.isSettled(), { timeout: 5000 }).toBe(true);
  expect(told().twice).toEqual([]);
  await bench.close();
}, 40_000);

it("a briefing that was posted without a store is found by the next leader, storm or not", async () => {
  const many = 8;
  const bench = await createReplicaBench(loneMap(many), { editMs: 5, gatherMs: 20 });
  const events = Array.from({ length: many }, (_, number) => {
    const [event, id] = incidentNumber(number);
    bench.alerts.byIncident.set(id, [alertOf(`lone-${number}`, Date.now())]);
    return event;
  });
  const [early, ...others] = events as [ReceivedEvent, ...ReceivedEvent[]];
  const told = () => toldIn(bench.chat.messages, many);
  const alone = await bench.add();
  bench.share.isAway = true;
  await alone.receive(early);
  await expect.poll(() => bench.keys(), { timeout: 10_000 }).toEqual(["briefing P0"]);
  alone.crash();
  bench.share.isAway = false;

  const next = await bench.add();
  await next.receive(...others);
  await expect.poll(() => told().lost, { timeout: 10_000 }).toEqual([]);
  await next.receive(early);
  await expect.poll(() => bench.isSettled(), { timeout: 10_000 }).toBe(true);

  expect(told()).toMatchObject({ lost: [], twice: [], rollUps: 1 });
  await bench.close();
}, 40_000);
