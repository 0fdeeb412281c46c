import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { createPagerDutyAlerts } from "../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import { createNeo4jClaims } from "../../src/adapters/graph/neo4j/neo4j-claims.ts";
import { createNeo4jConnection } from "../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import { createNeo4jInbox } from "../../src/adapters/graph/neo4j/neo4j-inbox.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createHttpApp } from "../../src/http/http-app.ts";
import { listen } from "../../src/http/listen.ts";
import { pagerdutyWebhooks } from "../../src/http/pagerduty-webhooks.ts";
import { createSecret } from "../../src/model/secret.ts";
import { createIncidentWorker } from "../../src/workflows/stories/incident-worker.ts";
import { createReplica } from "../../src/workflows/replicas/replica.ts";
import { errorsOnly } from "./errors-only.ts";
import { QUICK_STORM, withFewChannels } from "./few-channels.ts";
import { createHttpChat } from "./http-chat.ts";
import { killMap } from "./kill-map.ts";

/** What the parent hands over as the first argument. */
export interface ReplicaChildOptions {
  readonly journal: string;
  readonly neo4j: { readonly uri: string; readonly user: string; readonly password: string };
  readonly port: number;
  readonly chatUrl: string;
  readonly pagerDutyUrl: string;
  readonly secret: string;
  /** Times of a lease, in milliseconds. */
  readonly times: { readonly lease: number; readonly ask: number; readonly chat: number };
  /** A fault built in on purpose, to see that the test would notice. */
  readonly mutant?: "no look-up" | "no margin" | "settle at once" | undefined;
}

/** What a replica says to its parent. */
export type ReplicaSays = "ready" | "leading" | "following" | "idle" | "busy";

const say = (words: ReplicaSays) => void process.send?.(words);

/** One replica as the server composes it: journal, webhooks over HTTP, and a worker while it leads. */
async function live(options: ReplicaChildOptions): Promise<void> {
  const { port, chatUrl, pagerDutyUrl, mutant, times } = options;
  const clock = { now: () => Date.now() };
  const secret = createSecret(options.secret);
  const journal = createSqliteJournal({ path: options.journal, clock });
  const { uri, user, password } = options.neo4j;
  const connection = createNeo4jConnection({ uri, user, password: createSecret(password) });
  const store = createNeo4jGraphStore({ connection });
  const inbox = createNeo4jInbox(connection);
  const honest = withFewChannels(createHttpChat(chatUrl, times.chat));
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
  const replica = createReplica(
    {
      claims: createNeo4jClaims(connection),
      inbox:
        mutant === "settle at once"
          ? {
              ...inbox,
              async waiting(limit) {
                const events = await inbox.waiting(limit);
                await inbox.settle(events.map(({ id }) => id));
                return events;
              },
            }
          : inbox,
      journal,
      clock,
      log,
      metrics,
      holder: randomUUID(),
      startWorker(term, itsJournal) {
        if (term.fence > 0) say("leading");
        return createIncidentWorker(
          {
            journal: itsJournal,
            store,
            chat,
            alerts,
            clock,
            log,
            metrics,
            term: mutant === "no margin" ? { ...term, mayPost: () => {} } : term,
            snapshots: { current: () => map },
            channels: {
              defaultChannel: "incidents",
              channelPattern: "inc-{number}",
              openChannels: false,
            },
            settleMs: times.chat,
            patienceMs: 1000,
          },
          { editIntervalMs: 50, retryMs: 20, storm: QUICK_STORM },
        );
      },
    },
    { leaseMs: times.lease, askMs: times.ask, marginMs: times.chat + 100, everyMs: 50 },
  );
  const onReceived = () => replica.wake();
  const router = pagerdutyWebhooks({
    journal,
    alerts,
    secrets: () => [secret],
    clock,
    log,
    metrics,
    onReceived,
  });
  await listen(createHttpApp({ routers: [{ path: "/", router }], log }), {
    host: "127.0.0.1",
    port,
  });
  await replica.start();
  say("ready");
  // Written at exit otherwise, and this process never exits by itself.
  flushCompileCache();
  process.on("disconnect", () => process.exit());
  process.on("message", (message) => {
    if (message === "idle?") void answer();
    if (message === "stop") void replica.stop().then(() => process.exit(0));
  });

  async function answer(): Promise<void> {
    await replica.idle();
    await wait(20);
    const left = [await journal.unhandled(1), await inbox.waiting(1).catch(() => [undefined])];
    say(left.flat().length === 0 ? "idle" : "busy");
  }
}

await live(JSON.parse(process.argv[2] as string) as ReplicaChildOptions);
