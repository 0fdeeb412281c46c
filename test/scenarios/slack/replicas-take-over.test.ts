import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NEO4J_START_MS, startNeo4j } from "../../support/neo4j-server.ts";
import { allSeen, keyIn, saidTwice, seenByAll } from "../../support/seen-by-all.ts";
import {
  startSlackReplicas,
  type SlackReplica,
  type SlackReplicas,
} from "../../support/slack-replicas.ts";

/** More stories than a channel is told one by one. */
const MANY = 8;
/** For what takes a second. */
const PATIENCE_MS = 20_000;

const neo4j = await startNeo4j();
let firm: SlackReplicas;

describe.skipIf(!neo4j)("a replica in Slack that takes over", () => {
  beforeAll(async () => {
    if (!neo4j) return;
    firm = await startSlackReplicas(neo4j, { DEPMAP_CHANNEL_PER_INCIDENT: "no" });
    await Promise.all(firm.replicas.map((replica) => firm.start(replica)));
  }, NEO4J_START_MS);
  afterAll(async () => {
    await firm?.close();
    await neo4j?.stop();
  }, NEO4J_START_MS);

  it("from one that was killed in the middle of a briefing says nothing twice", async () => {
    const leader = await cutShort("Fares: wrong prices", "PSKFAR1");
    await firm.kill(leader);

    expect(await firm.leader()).not.toBe(leader);
    await firm.settled();
    await firm.start(leader);
    expect(briefings(/wrong prices/)).toHaveLength(1);
    expect(saidTwice(firm.double)).toEqual([]);
  }, 60_000);

  it("from one that was stopped in the middle of a briefing says nothing twice", async () => {
    const leader = await cutShort("Search: no sailings", "PSKSEA1");
    await firm.stop(leader);

    expect(await firm.leader()).not.toBe(leader);
    for (const { id } of firm.pagerduty.rehearsal.incidents()) firm.pagerduty.rehearsal.resolve(id);
    await firm.settled();
    await firm.start(leader);
    expect(briefings(/no sailings/).map(({ text }) => text)).toEqual([
      expect.stringMatching(/Resolved/),
    ]);
    expect(saidTwice(firm.double)).toEqual([]);
  }, 60_000);

  it("asks what was learned no second time", async () => {
    await firm.nudge();
    const nudged = nudges();
    await firm.stop(await firm.leader());
    await firm.leader();
    await firm.nudge();

    expect(nudged).toHaveLength(2);
    expect(nudges()).toEqual(nudged);
    for (const replica of firm.replicas) if (!replica.child) await firm.start(replica);
  }, 60_000);

  it("tells a storm in the roll-up that stands, also when every webhook comes to both", async () => {
    firm.front.spread("to both at once");
    const { rehearsal } = firm.pagerduty;
    const titles = Array.from({ length: MANY }, (_, place) => `lone-${place + 1} is wrong`);
    for (const [place, title] of titles.entries()) {
      rehearsal.trigger({ title, service: { id: `PLONE${place}`, name: `Lone ${place + 1}` } });
    }
    await until(() => rollUps().length > 0);
    await firm.stop(await firm.leader());
    await firm.settled();

    expect(rollUps()).toHaveLength(1);
    expect(saidTwice(firm.double)).toEqual([]);
    const words = firm.double.as("UADA").sees("CINC");
    expect(titles.filter((title) => !words.includes(title))).toEqual([]);
  }, 60_000);
});

/** Opens an incident whose briefing stands in Slack, and the leader does not know it yet. */
async function cutShort(title: string, service: string): Promise<SlackReplica> {
  const { double, pagerduty } = firm;
  const leader = await firm.leader();
  await firm.settled();
  double.fail("chat.postMessage", { kind: "hang", done: true });
  const [name = title] = title.split(":");
  const alert = { summary: title, severity: "critical", source: name.toLowerCase() } as const;
  pagerduty.rehearsal.trigger({ title, service: { id: service, name }, alert });
  await until(() => briefings(new RegExp(title)).length > 0);
  return leader;
}

function briefings(title: RegExp) {
  return seenByAll(firm.double, "CINC").filter(
    ({ text, thread }) => thread === undefined && title.test(text),
  );
}

function rollUps() {
  return allSeen(firm.double).filter((message) => keyIn(message).startsWith("roll-up "));
}

function nudges(): string[] {
  return allSeen(firm.double)
    .filter((message) => keyIn(message).startsWith("nudge "))
    .map(({ ts }) => ts);
}

async function until(isSo: () => boolean): Promise<void> {
  const byMs = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > byMs) throw new Error("what was waited for did not happen");
    await wait(10);
  }
}
