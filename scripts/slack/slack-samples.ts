import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { ownershipGaps } from "../../src/analysis/ownership-gaps.ts";
import { blastRadiusReply } from "../../src/briefing/blast-radius-reply.ts";
import { briefing } from "../../src/briefing/briefing.ts";
import { homePage } from "../../src/briefing/home-page.ts";
import { proposalCard, proposalForm } from "../../src/briefing/proposal-card.ts";
import { resolvedSummary } from "../../src/briefing/resolved-summary.ts";
import { rollUp } from "../../src/briefing/roll-up.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { Proposal } from "../../src/model/proposal.ts";
import type { Reply } from "../../src/model/reply.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import { blastRadiusPicture } from "../../src/pictures/blast-radius-picture.ts";
import type { Painter } from "../../src/ports/painter.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { richReply } from "../../test/support/rich-reply.ts";
import { alertOf } from "../../test/support/scripted-alerts.ts";
import { incidentOf, MINUTE, NIGHT, storyOf } from "../../test/support/story-of.ts";

/** A reply that is worth looking at, and where it stands. */
export interface Sample {
  readonly name: string;
  readonly surface: "message" | "ephemeral" | "modal" | "home";
  readonly reply: Reply;
}

const PERSON = { id: "U1", name: "Ines", role: "approver" } as const;

/** What people see most, over the map of `examples/`. */
export async function slackSamples(painter: Painter): Promise<Sample[]> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-slack-"));
  const store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  const clock = { now: () => NIGHT };
  try {
    await importInto({ store, clock }, ["examples/estate.yaml", "examples/manifests"], "prod");
    const snapshot = await store.snapshot(NIGHT);
    const log = createPinoLog({ level: "silent" });
    const { metrics } = createMetrics();
    const snapshots = { current: () => snapshot };
    const tools = { commands, store, painter, snapshots, clock, log, metrics, staleAfterMs: 9e5 };
    const ask = async (line: string): Promise<Reply> => {
      const place = { chat: "slack", channel: "C1" };
      return (await answerCommand(tools, { id: line, line, person: PERSON, place })).reply;
    };
    return [
      { name: "briefing", surface: "message", reply: await nightBriefing(snapshot) },
      { name: "resolved", surface: "message", reply: await nightBriefing(snapshot, true) },
      {
        name: "blast-radius",
        surface: "ephemeral",
        reply: await blastWithPicture(snapshot, painter),
      },
      { name: "proposal", surface: "message", reply: proposalCard(learned()) },
      { name: "approved", surface: "message", reply: proposalCard(approved()) },
      { name: "edit", surface: "modal", reply: proposalForm(learned()) },
      { name: "help", surface: "ephemeral", reply: await ask("help") },
      { name: "tray", surface: "ephemeral", reply: await ask("help --tray") },
      { name: "unknown", surface: "ephemeral", reply: await ask("blast-radius sesion cash") },
      { name: "spof", surface: "ephemeral", reply: await ask("spof") },
      { name: "rich", surface: "message", reply: richReply() },
      { name: "rich-modal", surface: "modal", reply: richReply() },
      { name: "home", surface: "home", reply: homeOf(snapshot) },
      { name: "storm", surface: "message", reply: stormSample() },
      { name: "tray-modal", surface: "modal", reply: await ask("help --tray") },
    ];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function nightBriefing(snapshot: Snapshot, isOver = false): Promise<Reply> {
  const ids = ["PSKBAS1", "PSKIDP1", "PSKSEA1", "PSKCHK1", "PSKWEB1"];
  const alerts = ids.map((id, at) => {
    return alertOf(id, NIGHT + at * 7000, { pagerdutyServiceId: id, serviceName: id });
  });
  const incident = incidentOf(alerts, {
    title: "Basket errors above 20 %",
    ...(isOver ? { status: "resolved", resolvedAt: NIGHT + 26 * MINUTE } : {}),
  });
  const story = await storyOf(snapshot, [incident], { now: NIGHT + 27 * MINUTE });
  return isOver ? resolvedSummary(story) : briefing(story);
}

async function blastWithPicture(snapshot: Snapshot, painter: Painter): Promise<Reply> {
  const origin = snapshot.components.find(({ id }) => id.endsWith("/session-cache"));
  if (!origin) throw new Error("the example estate has no session-cache");
  const blast = blastRadius(snapshot, [origin.id]);
  const svg = await painter.svg(blastRadiusPicture(snapshot, blast));
  const alt = `What fails when session-cache fails: ${blast.hits.length} components hit`;
  return blastRadiusReply(blast, [{ type: "picture", svg, alt }]);
}

function learned(): Proposal {
  return Proposal.parse({
    id: "p1",
    change: "add",
    consumer: { id: "prod/booking/fares" },
    provider: { id: "prod/harbour/dues-sync" },
    coupling: "data",
    confidence: 0.86,
    quote: "Turns out fares reads the port-dues table that dues-sync fills.",
    author: "Omar",
    link: "https://chat.example/archives/C1/p1",
    proposer: "U2",
    proposerName: "Ines",
    proposedAt: NIGHT,
    remarks: ["The map knows nothing between fares and dues-sync yet."],
    incidentId: "P1",
    state: "open",
  });
}

function approved(): Proposal {
  const who = { decidedBy: "U3", decidedByName: "Noor", decidedAt: NIGHT + 5 * MINUTE };
  return { ...learned(), state: "approved", ...who };
}

/** Somebody's page as it would be on the morning after. */
function homeOf(snapshot: Snapshot): Reply {
  const owned = snapshot.ownerships.filter(({ team }) => team === "booking");
  return homePage({
    name: "Ines",
    teams: ["Booking"],
    services: owned.map(({ component }) => component),
    gaps: ownershipGaps(snapshot),
    proposals: { mine: [learned()], others: 2 },
    incidents: [],
    sources: [
      { source: "estate:estate", lastSeen: NIGHT - 30 * MINUTE, facts: 40 },
      { source: "kubernetes:manifests", lastSeen: NIGHT - 26 * MINUTE, facts: 61 },
    ],
    components: snapshot.components.length,
    asOf: NIGHT,
    now: NIGHT + 26 * MINUTE,
    banner: "The map is 26 minutes old: kubernetes could not be read.",
  });
}

/** Many stories at once in one channel. */
function stormSample(): Reply {
  const titles = [
    "Basket errors above 20 %",
    "Sign-in fails",
    "Search is slow",
    "Quay gates stay shut",
  ];
  const stories = Array.from({ length: 60 }, (_, at) => ({
    lead: incidentOf(
      [alertOf(`PD-${at}`, NIGHT, { severity: at % 3 === 0 ? "critical" : "error" })],
      {
        id: `P${at}`,
        number: 100 + at,
        title: titles[at % titles.length] ?? "",
        openedAt: NIGHT + at * 900,
      },
    ),
    others: at % 5,
    hits: at % 11,
    isOver: at % 9 === 0,
  }));
  return rollUp(stories);
}
