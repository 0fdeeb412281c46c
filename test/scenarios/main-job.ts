import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { readStorm } from "../../src/compose/rehearsal.ts";
import { startServer, type Server } from "../../src/compose/server.ts";
import type { Said } from "../../src/compose/watched-chat.ts";
import { readConfig } from "../../src/config.ts";
import type { IncidentRecord } from "../../src/model/incident.ts";
import type { Proposal } from "../../src/model/proposal.ts";
import type { Reply } from "../../src/model/reply.ts";
import { examplePlay } from "../../scripts/demo/play.ts";
import { visitorOf } from "../../scripts/demo/visitor.ts";
import { createReader, type Reader } from "../support/page-reader.ts";

const SPEED = 400;

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

const words = (reply: Reply | undefined) => (reply ? renderText(reply, { width: 160 }) : "");
const isBriefing = ({ did, to }: Said) => did === "posted" && to.thread === undefined;

/** One installation in a folder of its own, that can be restarted. */
class Firm {
  readonly folder = mkdtempSync(join(tmpdir(), "depmap-main-job-"));
  readonly said: Said[] = [];
  readonly environment: Readonly<Record<string, string>>;
  server!: Server;
  you!: Reader;

  constructor(environment: Readonly<Record<string, string>>) {
    this.environment = environment;
  }

  async start(): Promise<void> {
    const authors = new Set(examplePlay().thread.map(({ author }) => author));
    const people = [...authors].map((name) => ({ id: idOf(name), name, role: "member" as const }));
    this.server = await startServer(
      readConfig({
        DEPMAP_DATA_DIR: this.folder,
        DEPMAP_PORT: "0",
        DEPMAP_LOG_LEVEL: "silent",
        ...this.environment,
      }),
      {
        people: [{ id: "you", name: "You", role: "approver" }, ...people],
        watch: (one) => void this.said.push(one),
      },
    );
    this.you = createReader(this.server.url, "you");
  }

  /** Waits until the briefings say all that PagerDuty knows. */
  async settled(incidents: readonly string[]): Promise<void> {
    const { worker, rehearsal } = this.server;
    await rehearsal?.settled();
    worker.wake();
    worker.revisit(incidents);
    await worker.idle();
  }

  async play(storm: string): Promise<Said[]> {
    const from = this.said.length;
    await this.settled((await this.server.rehearsal?.play(readStorm(storm), SPEED)) ?? []);
    return this.said.slice(from);
  }
}

function idOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

/** The briefing of the story that most of a storm is about; which briefing stands first is a matter of moments. */
function mainBriefing(said: readonly Said[]): Said {
  const edits = (one: Said) => said.filter(({ message }) => message === one.message).length;
  return said.filter(isBriefing).toSorted((a, b) => edits(b) - edits(a))[0] as Said;
}

async function doTheJob(firm: Firm): Promise<Seen> {
  await firm.start();
  const storm = await firm.play("storm.yaml");
  const records = await firm.server.parts.store.incidents({ limit: 50 });
  const briefing = mainBriefing(storm);
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

  const last = (said: readonly Said[]) => {
    const { message } = mainBriefing(said);
    return words(said.findLast((one) => one.message === message)?.reply);
  };

  it("makes one story of the storm: one briefing for all that session-cache explains", () => {
    const incidents = new Set(seen.records.map(({ incident }) => incident.id));
    const told = seen.records.filter(({ origin }) => origin === "prod/platform/session-cache");
    const leads = told.filter(({ attachedTo }) => attachedTo === undefined);

    expect(incidents.size).toBe(7);
    // The seventh is on a PagerDuty service that the estate does not map.
    expect(told).toHaveLength(6);
    expect(leads).toHaveLength(1);
    const briefings = seen.storm.filter(isBriefing).map(({ reply }) => words(reply));
    expect(briefings.filter((text) => text.includes("What probably caused it"))).toHaveLength(2);
    expect(last(seen.storm)).toMatch(/session-cache/);
  });

  it("briefs the service that nobody mapped, too, and offers to map it", () => {
    const briefings = seen.storm.filter(isBriefing).map(({ reply }) => words(reply));

    expect(briefings.find((text) => text.includes("Gift vouchers"))).toMatch(
      /unmapped[^]*Map it\?/,
    );
  });

  it("edits the briefing in place while alerts come in", () => {
    const first = mainBriefing(seen.storm);
    const edits = seen.storm.filter(
      ({ did, message }) => did === "edited" && message === first.message,
    );

    expect(edits.length).toBeGreaterThan(0);
    expect(words(edits.at(-1)?.reply)).not.toBe(words(first.reply));
  });

  it("briefs in the order in which it is read at night", () => {
    const text = last(seen.storm);
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
    expect(words(seen.summary)).toMatch(/session-cache[^]*What did we miss\?/);
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
    const approved = seen.decided.filter((text) => text.includes("Approved by you: "));

    expect(approved).toHaveLength(seen.proposals.length);
    expect(seen.decided.filter((text) => text.includes("Proposed: "))).toEqual([]);
  });

  it("knows in the next briefing what was learned", () => {
    const text = last(seen.second);

    expect(text).toMatch(/dues-sync/);
    expect(text).toMatch(/stale[^]*fares/);
  });
}
