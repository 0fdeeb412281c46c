import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { createPagerDutyAlerts } from "../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createHttpApp } from "../../src/http/http-app.ts";
import { listen } from "../../src/http/listen.ts";
import { pagerdutyWebhooks } from "../../src/http/pagerduty-webhooks.ts";
import { createSecret } from "../../src/model/secret.ts";
import type { Journal } from "../../src/ports/journal.ts";
import { createIncidentWorker } from "../../src/workflows/stories/incident-worker.ts";
import { errorsOnly } from "./errors-only.ts";
import { QUICK_STORM, withFewChannels } from "./few-channels.ts";
import { createHttpChat } from "./http-chat.ts";
import { killMap } from "./kill-map.ts";

/** What the parent hands over as the first argument. */
export interface KillChildOptions {
  readonly folder: string;
  readonly port: number;
  readonly chatUrl: string;
  readonly pagerDutyUrl: string;
  readonly secret: string;
  /** A fault built in on purpose, to see that the test would notice. */
  readonly mutant?: "no look-up" | "early acknowledgement" | undefined;
}

/**
 * The process that is killed: journal, store, webhooks over HTTP and the worker, composed as the server does it.
 *
 * Says `ready` once it listens and, when told `idle?`, answers `idle` as soon as nothing is left to do.
 */
async function live(options: KillChildOptions): Promise<void> {
  const { folder, port, chatUrl, pagerDutyUrl, mutant } = options;
  const clock = { now: () => Date.now() };
  const secret = createSecret(options.secret);
  const durable = createSqliteJournal({ path: `${folder}/journal.db`, clock });
  const store = createSqliteGraphStore({ path: `${folder}/graph.db` });
  const journal = mutant === "early acknowledgement" ? hasty(durable) : durable;
  const honest = withFewChannels(createHttpChat(chatUrl));
  const chat =
    mutant === "no look-up" ? { ...honest, findPosted: () => Promise.resolve(undefined) } : honest;
  const alerts = createPagerDutyAlerts({
    baseUrl: pagerDutyUrl,
    token: createSecret("any"),
    deadlineMs: 2000,
    clock,
  });
  const map = killMap();
  const log = errorsOnly();
  const metrics = { count: () => {}, observe: () => {} };
  const worker = createIncidentWorker(
    {
      journal,
      store,
      chat,
      alerts,
      clock,
      log,
      metrics,
      snapshots: { current: () => map },
      channels: {
        defaultChannel: "incidents",
        channelPattern: "inc-{number}",
        openChannels: false,
      },
      settleMs: 100,
      patienceMs: 1000,
    },
    { editIntervalMs: 50, retryMs: 20, storm: QUICK_STORM },
  );
  const onReceived = () => worker.wake();
  const router = pagerdutyWebhooks({
    journal,
    alerts,
    secrets: () => [secret],
    clock,
    log,
    metrics,
    onReceived,
  });
  worker.wake();
  await listen(createHttpApp({ routers: [{ path: "/", router }], log }), {
    host: "127.0.0.1",
    port,
  });
  process.send?.("ready");
  // Written at exit otherwise, and this process never exits by itself.
  flushCompileCache();
  process.on("disconnect", () => process.exit());
  process.on("message", (message) => {
    if (message === "idle?") void answerWhenIdle();
  });

  async function answerWhenIdle(): Promise<void> {
    do {
      await wait(20);
      await worker.idle();
    } while ((await journal.unhandledSubjects(1)).length > 0);
    process.send?.("idle");
  }
}

/** Says that it has kept an event before it has. */
function hasty(journal: Journal): Journal {
  return {
    ...journal,
    receive(event) {
      setTimeout(() => void journal.receive(event), 30);
      return Promise.resolve("new");
    },
  };
}

await live(JSON.parse(process.argv[2] as string) as KillChildOptions);
