import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createPagerDutyAlerts } from "../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import {
  createRehearsalPagerDuty,
  type RehearsalPagerDuty,
} from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createLocalChat } from "../../src/adapters/chat/local/create-local-chat.ts";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createGraphvizPainter } from "../../src/adapters/painter/graphviz/graphviz-painter.ts";
import { createHttpApp } from "../../src/http/http-app.ts";
import { listen } from "../../src/http/listen.ts";
import { pagerdutyWebhooks } from "../../src/http/pagerduty-webhooks.ts";
import type { Reply } from "../../src/model/reply.ts";
import { createSecret } from "../../src/model/secret.ts";
import type { Chat } from "../../src/ports/chat.ts";
import {
  createIncidentWorker,
  type IncidentWorker,
} from "../../src/workflows/stories/incident-worker.ts";
import { shopMap } from "../support/shop-map.ts";

/** What the chat was asked to show, in order. */
interface Said {
  readonly did: "post" | "edit" | "line";
  readonly reply: Reply;
}

let said: Said[];
let chat: Chat;
let pagerDuty: RehearsalPagerDuty;
let worker: IncidentWorker;
let close: () => Promise<void>;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "depmap-scenario-"));
  const clock = { now: () => Date.now() };
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const metrics = { count: quiet, observe: quiet };
  const secret = createSecret("scenario-secret");
  pagerDuty = await createRehearsalPagerDuty({ secret });
  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
  const store = createSqliteGraphStore({ path: join(folder, "graph.db") });
  const alerts = createPagerDutyAlerts({
    baseUrl: pagerDuty.url,
    token: createSecret("any"),
    deadlineMs: 2000,
    clock,
  });
  const local = await createLocalChat({ path: join(folder, "chat.db"), clock, actions: journal });
  said = [];
  chat = listening(local.chat);
  const map = shopMap();
  worker = createIncidentWorker(
    {
      journal,
      store,
      chat,
      alerts,
      clock,
      log,
      metrics,
      painter: createGraphvizPainter(),
      snapshots: { current: () => map },
      channels: { defaultChannel: "incidents", channelPattern: "inc-{number}", openChannels: true },
      settleMs: 0,
      patienceMs: 2000,
    },
    { editIntervalMs: 20, retryMs: 10 },
  );
  const router = pagerdutyWebhooks({
    journal,
    alerts,
    secrets: () => [secret],
    clock,
    log,
    metrics,
    onReceived: () => worker.wake(),
  });
  const app = createHttpApp({ routers: [{ path: "/", router }], log });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  pagerDuty.deliverTo(`${server.url}/webhooks/pagerduty`);
  close = async () => {
    await pagerDuty.close();
    await server.close();
    await worker.stop();
    await local.close();
    await journal.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
});
afterEach(async () => await close());

/** The local chat, with an ear at its door. */
function listening(real: Chat): Chat {
  return {
    ...real,
    async post(to, reply, key) {
      const id = await real.post(to, reply, key);
      said.push({ did: to.thread === undefined ? "post" : "line", reply });
      return id;
    },
    async edit(channel, message, reply) {
      await real.edit(channel, message, reply);
      said.push({ did: "edit", reply });
    },
  };
}

async function quietAgain(): Promise<void> {
  await pagerDuty.settled();
  await worker.idle();
}

it("tells an alert storm in one message, follows it, and closes it with a summary", async () => {
  const alert = (name: string) => ({
    summary: `${name}: 5xx errors`,
    severity: "critical" as const,
    component: name,
  });
  const open = (name: string) =>
    pagerDuty.trigger({
      title: `${name} answers with errors`,
      service: { id: `PD-${name}`, name },
      alert: alert(name),
    });
  const ids = ["redis", "cart", "checkout"].map(open);
  await quietAgain();
  for (const id of ids)
    for (let more = 0; more < 20; more += 1) pagerDuty.addAlert(id, alert("cart"));
  pagerDuty.acknowledge(ids[0] as string);
  await quietAgain();
  const whileOpen = said.findLast(({ did }) => did !== "line")?.reply as Reply;
  for (const id of ids) pagerDuty.resolve(id);
  await quietAgain();

  expect(said.filter(({ did }) => did === "post")).toHaveLength(1);
  expect(renderText(whileOpen)).toContain("3 components");
  expect(renderText(whileOpen)).toContain("redis");
  expect(whileOpen.blocks.some(({ type }) => type === "picture")).toBe(true);
  const last = said.findLast(({ did }) => did !== "line")?.reply;
  expect(last?.headline).toMatch(/^Resolved: #[123] /);
  const lines = said.filter(({ did }) => did === "line").map(({ reply }) => reply.headline);
  expect(lines).toContain("#1 redis answers with errors: acknowledged");
});

it("briefs an incident on a service that the map does not know, in a channel of its own", async () => {
  pagerDuty.trigger({ title: "The gate is stuck", service: { id: "PD-x", name: "gate" } });

  await quietAgain();

  expect(said.map(({ did }) => did)).toEqual(["post"]);
  expect(renderText(said[0]?.reply as Reply)).toContain("Map it?");
  expect(await chat.findChannel("inc-1")).toBeDefined();
});
