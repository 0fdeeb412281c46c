import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { examplePlay } from "../../scripts/demo/play.ts";
import { visitorOf } from "../../scripts/demo/visitor.ts";
import type { Said } from "../../src/compose/watched-chat.ts";
import { createBoltProxy, type BoltProxy } from "../support/bolt-proxy.ts";
import { Firm, idOf, isBriefing, briefingAbout } from "../support/firm.ts";
import { NEO4J_START_MS, startNeo4j } from "../support/neo4j-server.ts";
import { wordsOf } from "../support/words-of.ts";

const neo4j = await startNeo4j();

/** What was seen when Neo4j went away between a storm and its end, and came back. */
interface Seen {
  readonly during: readonly string[];
  readonly summary: string;
  readonly second: readonly Said[];
  readonly kept: readonly string[];
  readonly after: readonly string[];
}

describe.skipIf(!neo4j)("an outage of Neo4j in the middle of the job", () => {
  let firm: Firm;
  let proxy: BoltProxy;
  let seen: Seen;
  let approvals: readonly object[];

  async function goThroughIt(): Promise<Seen> {
    await firm.start();
    const briefing = briefingAbout(await firm.play("storm.yaml"), "session-cache");
    const { channel } = briefing.to;
    for (const { author, text } of examplePlay().thread) {
      await visitorOf(firm.server.url, idOf(author)).say(channel, text, briefing.message);
    }
    await firm.you.captures(channel, briefing.message);
    const { items } = await firm.server.parts.store.proposals("open");
    const card = items[0]?.card?.message ?? "";
    await firm.server.parts.steady?.remember();

    await proxy.takeAway();
    const during = await firm.you.asks(channel, "/depmap blast-radius session-cache");
    await firm.you.press(channel, card, "Approve", briefing.message);
    const kept = await firm.you.reads(channel, briefing.message);
    firm.server.rehearsal?.resolveAll();
    await firm.settled([]);
    const isEnd = ({ message, reply }: Said) =>
      message === briefing.message && reply.headline.startsWith("Resolved");
    await vi.waitFor(() => expect(firm.said.find(isEnd)).toBeDefined(), { timeout: 60_000 });
    const summary = wordsOf(firm.said.findLast(isEnd)?.reply);
    const from = firm.said.length;
    await firm.play("storm-after-learning.yaml");
    await vi.waitFor(() => expect(firm.said.slice(from).find(isBriefing)).toBeDefined(), {
      timeout: 60_000,
    });
    const second = firm.said.slice(from);

    await proxy.bringBack();
    await vi.waitFor(
      async () => {
        await firm.server.parts.steady?.settle();
        const { items: approved } = await firm.server.parts.store.proposals("approved");
        expect(firm.server.parts.storeCondition?.()).toMatchObject({ owed: 0, refused: [] });
        expect(approved).toHaveLength(1);
      },
      { timeout: 60_000, interval: 200 },
    );
    const rows = (await firm.server.parts.store.auditRows(0)).items;
    approvals = rows.filter(({ action }) => action === "approve-proposal");
    const after = await firm.you.reads(channel, briefing.message);
    return { during: during.lines, summary, second, kept, after };
  }

  beforeAll(async () => {
    if (!neo4j) return;
    proxy = await createBoltProxy(neo4j.uri);
    firm = new Firm({
      NEO4J_URI: proxy.uri,
      NEO4J_USER: neo4j.user,
      NEO4J_PASSWORD: neo4j.password,
      // A busy machine is no silent server.
      NEO4J_DEADLINE_MS: "5000",
    });
    seen = await goThroughIt();
  }, NEO4J_START_MS);
  afterAll(async () => {
    await firm.server.stop();
    await proxy.close();
    await neo4j?.stop();
    rmSync(firm.folder, { recursive: true, force: true });
  }, 60_000);

  it("answers from the last map, and says so", () => {
    expect(seen.during.join("\n")).toMatch(/When session-cache fails[^]*The graph store is away/);
  });

  it("keeps an approval, and shows it on the card", () => {
    expect(seen.kept.join("\n")).toMatch(/Approved by You[^]*graph store/);
  });

  it("tells the end of an incident, and briefs a new one", () => {
    expect(seen.summary).toMatch(/^.*Resolved: /);
    expect(seen.second.filter(isBriefing).length).toBeGreaterThan(0);
  });

  it("has the approval in the map once, with one row of audit, when it is back", () => {
    expect(approvals).toHaveLength(1);
    expect(seen.after.filter((text) => text.includes("Approved by You"))).toHaveLength(1);
  });
});
