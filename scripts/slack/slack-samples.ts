import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { blastRadiusReply } from "../../src/briefing/blast-radius-reply.ts";
import { briefing } from "../../src/briefing/briefing.ts";
import { proposalCard, proposalForm } from "../../src/briefing/proposal-card.ts";
import { resolvedSummary } from "../../src/briefing/resolved-summary.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { Proposal } from "../../src/model/proposal.ts";
import { Reply } from "../../src/model/reply.ts";
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
      { name: "home", surface: "home", reply: homeSample() },
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

function homeSample(): Reply {
  const command = (line: string) => ({ type: "command", line }) as const;
  return Reply.parse({
    headline: "Hello Ines",
    banner: "The map is 26 minutes old: kubernetes could not be read.",
    blocks: [
      { type: "search", label: "What fails when … fails?", action: command("blast-radius") },
      {
        type: "table",
        title: "My services",
        columns: ["Component", "Depends on", "Used by"],
        rows: [
          ["fares", "4", "3"],
          ["checkout", "7", "2"],
        ],
      },
      {
        type: "section",
        title: "1 proposal waits for you",
        text: "fares depends on dues-sync (data)",
      },
      {
        type: "buttons",
        buttons: [
          { label: "Look at it", action: command("review"), style: "primary" },
          { label: "All proposals", action: command("review --all") },
        ],
      },
      {
        type: "list",
        title: "Nobody is known to own",
        items: [{ text: "storefront/legacy-import" }, { text: "platform/mail-relay" }],
        more: 4,
      },
      {
        type: "form",
        title: "Find the path",
        fields: [
          { name: "consumer", label: "From consumer" },
          { name: "provider", label: "To provider" },
        ],
        submit: { label: "Find", action: command("path") },
      },
    ],
    footer: ["Sources: estate.yaml 30 min ago, kubernetes 26 min ago, learned (3)"],
  });
}
