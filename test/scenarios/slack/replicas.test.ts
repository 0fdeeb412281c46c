import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NEO4J_START_MS, startNeo4j } from "../../support/neo4j-server.ts";
import { saidTwice, seenByAll } from "../../support/seen-by-all.ts";
import {
  startSlackReplicas,
  type SlackReplica,
  type SlackReplicas,
} from "../../support/slack-replicas.ts";
import { decisionsIn, edgesIn, whatStands } from "../../support/what-stands.ts";

const FARES = { id: "PSKFAR1", name: "Fares" };
const SEARCH = { id: "PSKSEA1", name: "Search" };
const REFUNDS = { id: "PSKREF1", name: "Refunds" };
/** Both sockets of both replicas, in turn. */
const EVERY_SOCKET = 4;

/** An incident of a service, and what somebody learned from it: a dependency that the map does not have. */
interface Lesson {
  readonly service: { readonly id: string; readonly name: string };
  readonly asked: string;
  readonly said: string;
  readonly card: RegExp;
  /** So often everything is delivered again, and must change nothing. */
  readonly again?: number;
}

const neo4j = await startNeo4j();
let firm: SlackReplicas;

describe.skipIf(!neo4j)("two replicas on one Neo4j and in one Slack", () => {
  beforeAll(async () => {
    if (!neo4j) return;
    firm = await startSlackReplicas(neo4j, {
      DEPMAP_CHANNEL_PER_INCIDENT: "no",
      DEPMAP_CHANNEL_PATTERN: "inc-{number}",
      DEPMAP_KEEP_TOPIC: "yes",
    });
    firm.double.setUserGroup("S0SRE", "sre", ["UADA", "UBEN"]);
    await Promise.all(firm.replicas.map((replica) => firm.start(replica)));
  }, NEO4J_START_MS);
  afterAll(async () => {
    await firm?.close();
    await neo4j?.stop();
  }, NEO4J_START_MS);
  beforeEach(() => {
    firm.front.spread("in turn");
    firm.double.deliverTo("sockets");
  });

  const overHttp = () => firm.double.deliverTo({ http: `${firm.front.url}/slack/events` });

  it("do the whole job once over sockets, of which Slack takes any", async () => {
    await doTheJob({
      service: FARES,
      said: "Turns out fares calls dues-sync before it gives a price.",
      card: /fares depends on dues-sync \(/,
      asked: "fares",
      again: EVERY_SOCKET,
    });

    expect(saidTwice(firm.double)).toEqual([]);
  }, 60_000);

  it("do it once over HTTP, with requests to either in turn", async () => {
    overHttp();
    await doTheJob({
      service: SEARCH,
      said: "Turns out search calls refunds when a sailing is cancelled.",
      card: /search depends on refunds \(/,
      asked: "search",
      again: firm.replicas.length,
    });

    expect(saidTwice(firm.double)).toEqual([]);
  }, 60_000);

  it("do it once when either gets everything at the same time", async () => {
    overHttp();
    firm.front.spread("to both at once");
    await doTheJob({
      service: REFUNDS,
      said: "Turns out refunds calls notifications before it pays anything back.",
      card: /refunds depends on notifications \(/,
      asked: "refunds",
    });

    const ada = firm.double.as("UADA");
    const talk = await ada.createsChannel("harbour-talk");
    await ada.invites(talk);
    await firm.settled();
    expect(seenByAll(firm.double, talk).map(({ text }) => text)).toEqual([
      expect.stringMatching(/depmap/),
    ]);
    expect(saidTwice(firm.double)).toEqual([]);
  }, 60_000);

  it("write down once what somebody says by hand, although both hear it", async () => {
    overHttp();
    firm.front.spread("to both at once");
    const ada = firm.double.as("UADA");
    const [rows, known] = [(await whatStands(firm)).audit, await edgesIn(firm)];
    await ada.commands("CGEN", "link notifications payments --as event");
    await firm.settled();
    await ada.presses("CGEN", undefined, "Yes, change the map");
    await firm.settled();

    expect((await whatStands(firm)).audit).toHaveLength(rows.length + 1);
    expect(await edgesIn(firm)).toBe(known + 1);
  }, 30_000);

  it("each do what a button of the other one stands for", async () => {
    const ada = firm.double.as("UADA");
    const [one, other] = firm.replicas as [SlackReplica, SlackReplica];
    const hear = ({ url }: SlackReplica) => firm.double.deliverTo({ http: `${url}/slack/events` });
    for (const [maker, presser] of [
      [one, other],
      [other, one],
    ] as const) {
      hear(maker);
      await ada.commands("CGEN", "blast radius seats");
      await firm.settled();
      hear(presser);
      await ada.presses("CGEN", undefined, "Share to channel");
      await firm.settled();
    }

    const shares = seenByAll(firm.double, "CGEN");
    expect(shares.map(({ text }) => text)).toEqual([
      expect.stringMatching(/seats fails/),
      expect.stringMatching(/seats fails/),
    ]);
    expect(saidTwice(firm.double)).toEqual([]);
  }, 30_000);
});

/** An incident from its first webhook to what was learned from it, with everything judged that must stand once. */
async function doTheJob({ service, asked, said, card, again = 0 }: Lesson): Promise<void> {
  const { double, pagerduty } = firm;
  const { rehearsal } = pagerduty;
  const [ada, ben] = [double.as("UADA"), double.as("UBEN")];
  const number = rehearsal.incidents().length + 1;
  const before = double.deliveries.length;

  const alert = { severity: "critical", source: service.name.toLowerCase() } as const;
  const id = rehearsal.trigger({
    title: `${service.name}: all wrong`,
    service,
    alert: { ...alert, summary: `${service.name}: all wrong` },
  });
  await firm.settled();
  const channel = await ada.createsChannel(`inc-${number}`);
  await ada.invites(channel, "UBEN");
  await firm.settled();
  const opened = await changesNothing(before, again);
  const [briefing] = seenByAll(double, channel);
  expect(briefing?.text).toMatch(new RegExp(`${service.name}: all wrong`));
  expect(double.pins(channel)).toHaveLength(1);

  await ada.commands(channel, `blast radius ${asked}`);
  await firm.settled();
  expect(ada.sees(channel)).toMatch(new RegExp(`${asked} fails`));
  await ada.presses(channel, undefined, "Share to channel");
  await firm.settled();
  expect(seenByAll(double, channel).filter(({ text }) => / fails/.test(text))).toHaveLength(1);

  rehearsal.resolve(id);
  await firm.settled();
  const thread = briefing?.ts ?? "";
  const sentence = await ben.says(channel, said, thread);
  // Two people who think of it, and one of them in two ways.
  await Promise.all([
    ada.usesMessageShortcut("capture_dependencies", channel, sentence),
    ben.usesMessageShortcut("capture_dependencies", channel, sentence),
    ben.mentions(channel, "capture", thread),
  ]);
  await firm.settled();
  await ada.reacts(channel, sentence, "link");
  await firm.settled();
  const cards = double.messages(channel).filter(({ text }) => card.test(text));
  expect(cards).toHaveLength(1);

  const [decided, known] = [await decisionsIn(firm), await edgesIn(firm)];
  await Promise.all([
    ada.presses(channel, cards[0]?.ts, "Approve"),
    ben.presses(channel, cards[0]?.ts, "Approve"),
  ]);
  await firm.settled();
  expect(ben.sees(channel, thread)).toMatch(/Approved by (Ada|Ben)/);
  expect(await decisionsIn(firm)).toHaveLength(decided.length + 1);
  expect(await edgesIn(firm)).toBe(known + 1);
  await changesNothing(opened, again);
}

/**
 * Has all that was delivered since then delivered again, as Slack does when no acknowledgement reached it, and so often
 * that every replica gets it. Gives how much was delivered by then.
 */
async function changesNothing(since: number, copies: number): Promise<number> {
  const { double } = firm;
  if (copies === 0) return double.deliveries.length;
  const seen = await whatStands(firm);
  for (const { kind, payload } of double.deliveries.slice(since)) {
    await double.deliver(kind, payload, { copies });
  }
  await firm.settled();
  expect(await whatStands(firm)).toEqual(seen);
  return double.deliveries.length;
}
