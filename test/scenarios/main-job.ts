import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Said } from "../../src/compose/watched-chat.ts";
import type { IncidentRecord } from "../../src/model/incident.ts";
import type { Proposal } from "../../src/model/proposal.ts";
import type { Reply } from "../../src/model/reply.ts";
import { examplePlay } from "../../scripts/demo/play.ts";
import { visitorOf } from "../../scripts/demo/visitor.ts";
import { Firm, idOf, isBriefing, briefingAbout } from "../support/firm.ts";
import { createReader } from "../support/page-reader.ts";
import { wordsOf } from "../support/words-of.ts";

/** Everything that was seen while the main job was done once, from the first alert to the second briefing. */
interface Seen {
  readonly storm: readonly Said[];
  readonly records: readonly IncidentRecord[];
  readonly typed: readonly string[];
  readonly shared: readonly string[];
  readonly summary: Reply;
  readonly thread: readonly string[];
  readonly proposals: readonly Proposal[];
  readonly beforeRestart: readonly string[];
  readonly afterRestart: readonly string[];
  readonly decided: readonly string[];
  readonly second: readonly Said[];
}

async function doTheJob(firm: Firm): Promise<Seen> {
  await firm.start();
  const storm = await firm.play("storm.yaml");
  const records = await firm.server.parts.store.incidents({ limit: 50 });
  const briefing = briefingAbout(storm, "session-cache");
  const { channel } = briefing.to;

  const typed = await firm.you.asks(channel, "/depmap blast-radius");
  await firm.you.press(channel, typed.message, "Share to channel");
  const shared = await createReader(firm.server.url, "jun-mori").reads(channel);

  firm.server.rehearsal?.resolveAll();
  await firm.settled([]);
  const summary = firm.said.findLast(({ message }) => message === briefing.message)?.reply as Reply;

  for (const { author, text } of examplePlay().thread) {
    await visitorOf(firm.server.url, idOf(author)).say(channel, text, briefing.message);
  }
  await firm.you.captures(channel, briefing.message);
  const thread = await firm.you.reads(channel, briefing.message);
  const { items: proposals } = await firm.server.parts.store.proposals("open");

  const beforeRestart = await firm.you.reads(channel);
  await firm.server.stop();
  await firm.start();
  await firm.settled([]);
  const afterRestart = await firm.you.reads(channel);

  for (const { card } of proposals) {
    await firm.you.press(channel, card?.message ?? "", "Approve", briefing.message);
  }
  const decided = await firm.you.reads(channel, briefing.message);
  const second = await firm.play("storm-after-learning.yaml");
  return {
    storm,
    records,
    typed: typed.lines,
    shared,
    summary,
    thread,
    proposals,
    beforeRestart,
    afterRestart,
    decided,
    second,
  };
}

/**
 * Declares the main job, over HTTP, from the first alert to what was learned.
 *
 * `environmentOf` is called once, before all; the installation is what that environment describes.
 */
export function mainJob(environmentOf: () => Promise<Readonly<Record<string, string>>>): void {
  let firm: Firm;
  let seen: Seen;
  beforeAll(async () => {
    firm = new Firm(await environmentOf());
    seen = await doTheJob(firm);
  }, 300_000);
  afterAll(async () => {
    await firm.server.stop();
    rmSync(firm.folder, { recursive: true, force: true });
  });

  const last = (said: readonly Said[], name: string) => {
    const { message } = briefingAbout(said, name);
    return wordsOf(said.findLast((one) => one.message === message)?.reply);
  };

  it("makes one story of the storm: one briefing for all that session-cache explains", () => {
    const incidents = new Set(seen.records.map(({ incident }) => incident.id));
    const told = seen.records.filter(({ origin }) => origin === "prod/platform/session-cache");
    const leads = told.filter(({ attachedTo }) => attachedTo === undefined);

    expect(incidents.size).toBe(7);
    // The seventh is on a PagerDuty service that the estate does not map.
    expect(told).toHaveLength(6);
    expect(leads).toHaveLength(1);
    const briefings = seen.storm.filter(isBriefing).map(({ reply }) => wordsOf(reply));
    expect(briefings.filter((text) => text.includes("What probably caused it"))).toHaveLength(2);
  });

  it("briefs the service that nobody mapped, too, and offers to map it", () => {
    const briefings = seen.storm.filter(isBriefing).map(({ reply }) => wordsOf(reply));

    expect(briefings.find((text) => text.includes("Gift vouchers"))).toMatch(
      /unmapped[^]*Map it\?/,
    );
  });

  it("edits the briefing in place while alerts come in", () => {
    const first = briefingAbout(seen.storm, "session-cache");
    const edits = seen.storm.filter(
      ({ did, message }) => did === "edited" && message === first.message,
    );

    expect(edits.length).toBeGreaterThan(0);
    expect(wordsOf(edits.at(-1)?.reply)).not.toBe(wordsOf(first.reply));
  });

  it("briefs in the order in which it is read at night", () => {
    const text = last(seen.storm, "session-cache");
    const places = ["What is going on", "What probably caused it", "What to do next"].map((title) =>
      text.indexOf(title),
    );

    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toMatch(/Sources: .*kubernetes:manifests/);
    expect(text).toMatch(/checkout/);
  });

  it("answers a command without a name about this channel's incident, for the asker alone", () => {
    expect(seen.typed.join("\n")).toContain("When session-cache fails");
  });

  it("shows a shared answer to everybody, once, with who shared it", () => {
    const answers = seen.shared.filter((text) => text.includes("When session-cache fails"));

    expect(answers).toHaveLength(1);
    expect(answers[0]).toContain("shared by You");
  });

  it("turns the briefing into a summary when all is resolved", () => {
    expect(seen.summary.headline).toMatch(/^Resolved: /);
    expect(wordsOf(seen.summary)).toMatch(/session-cache[^]*What did we miss\?/);
  });

  it("proposes what the thread stated, and nothing that it only wondered about", () => {
    const edges = seen.proposals.map(({ change, consumer, provider }) =>
      [change, consumer.id, provider.id].join(" "),
    );

    expect(edges).toContain("add prod/booking/fares prod/money/dues-sync");
    expect(edges).toContain("remove prod/platform/reporting prod/money/ledger-db-b");
    expect(edges.join()).not.toMatch(/boarding|payments|archive/);
    const authors = new Set(seen.proposals.map(({ author }) => author));
    expect([...authors].toSorted()).toEqual(["Adaeze Obi", "Tomas Reck"]);
    const cards = seen.thread.filter((text) => text.includes("Proposed: "));
    expect(cards).toHaveLength(seen.proposals.length);
  });

  it("keeps every message through a restart, and says nothing again", () => {
    expect(seen.beforeRestart.length).toBeGreaterThan(2);
    expect(seen.afterRestart).toEqual(seen.beforeRestart);
  });

  it("draws on each card who approved it", () => {
    const approved = seen.decided.filter((text) => text.includes("Approved by You: "));

    expect(approved).toHaveLength(seen.proposals.length);
    expect(seen.decided.filter((text) => text.includes("Proposed: "))).toEqual([]);
  });

  it("knows in the next briefing what was learned", () => {
    const text = last(seen.second, "dues-sync");

    expect(text).toMatch(/dues-sync/);
    expect(text).toMatch(/stale[^]*fares/);
  });
}
