import type { ScheduledTask } from "node-cron";
import { commands } from "../../commands/index.ts";
import { createPagerDutyAlerts } from "../adapters/alerts/pagerduty/pagerduty-alerts.ts";
import type { LineWriter } from "../adapters/log/pino/pino-log.ts";
import type { SlackSettings } from "../adapters/chat/slack/create-slack.ts";
import type { Config } from "../config.ts";
import { healthRoutes } from "../http/health.ts";
import { createHttpApp } from "../http/http-app.ts";
import { listen, type Listening } from "../http/listen.ts";
import { mapPage } from "../http/map-page.ts";
import { metricsRoutes } from "../http/metrics.ts";
import { pagerdutyWebhooks } from "../http/pagerduty-webhooks.ts";
import type { Person } from "../model/person.ts";
import type { Chat, ChatHandlers } from "../ports/chat.ts";
import { incidentMap } from "../workflows/answers/incident-map.ts";
import { chatHandlers } from "../workflows/chat/chat-handlers.ts";
import { redrawCard } from "../workflows/learning/redraw-card.ts";
import { dutiesOf } from "./duties.ts";
import { importInto } from "./import-into.ts";
import { linksToMaps } from "./links-to-maps.ts";
import { openChat, talksInSlack, type OpenChat } from "./open-chat.ts";
import { openParts, type Parts } from "./parts.ts";
import { watched, type Watcher } from "./watched-chat.ts";
import { readiness } from "./readiness.ts";
import { buttonsOf, createRehearsal, EXAMPLES, welcome, type Rehearsal } from "./rehearsal.ts";
import { startSchedule } from "./schedule.ts";
import { SETTLE_MS, startWorker, type Worker } from "./start-worker.ts";

/** What a demo or a test may set beside the configuration. */
export interface ServerOptions {
  readonly logTo?: LineWriter;
  /** Files and folders to import into an empty map when rehearsing; the example estate if unset. */
  readonly estate?: readonly string[];
  /** Whoever the local workspace lets one act as. */
  readonly people?: readonly [Person, ...Person[]];
  /** What Slack allows, where it allows another pace than everybody's. */
  readonly slackLimits?: SlackSettings["limits"];
  /** Told of everything that depmap posts or edits. */
  readonly watch?: Watcher;
}

/** A running depmap. */
export interface Server {
  readonly url: string;
  readonly parts: Parts;
  readonly chat: Chat;
  /** What the chat calls when somebody does something. */
  readonly handlers: ChatHandlers;
  readonly worker: Worker;
  /** Set when no PagerDuty is configured. */
  readonly rehearsal: Rehearsal | undefined;
  /** Resolves when all that came in so far, from PagerDuty and from people, is told and answered. */
  idle(): Promise<void>;
  /** Stops taking requests, finishes what is in hand, and closes every file. */
  stop(): Promise<void>;
}

/**
 * Starts everything that this configuration names, and answers on its port when it resolves.
 *
 * Without PagerDuty's credentials it rehearses, with a PagerDuty of its own; without Slack too, and if the map is empty, on the example
 * estate.
 * When it rejects, all that was open is closed again.
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const running: Running = { parts: await openParts(config, options.logTo) };
  try {
    return await serve(config, options, running);
  } catch (fault) {
    // What still listens would keep a process alive that cannot serve.
    await stop(running);
    throw fault;
  }
}

/** What is open so far, for whoever has to close it. */
interface Running {
  readonly parts: Parts;
  rehearsal?: Rehearsal;
  open?: OpenChat;
  worker?: Worker;
  listening?: Listening;
  schedule?: readonly ScheduledTask[];
}

/** The worker ends before the chat that it posts to; the chat before the server, whose pages listen to it. */
async function stop(running: Running): Promise<void> {
  const { parts, rehearsal, open, worker, listening, schedule = [] } = running;
  for (const task of schedule) await task.destroy();
  await worker?.stop();
  await rehearsal?.close();
  await open?.close();
  await listening?.close();
  await parts.close();
}

async function serve(config: Config, options: ServerOptions, running: Running): Promise<Server> {
  const { parts } = running;
  const { clock, log, metrics, registry, store, journal, actions, snapshots, painter } = parts;
  const rehearsal = config.PAGERDUTY_TOKEN ? undefined : await createRehearsal();
  if (rehearsal) running.rehearsal = rehearsal;
  // Whoever has Slack has a company: its map is not to begin with somebody else's estate.
  const isTryout = rehearsal !== undefined && !talksInSlack(config);
  if (isTryout && snapshots.current().components.length === 0) {
    const estate = options.estate ?? [`${EXAMPLES}estate.yaml`, `${EXAMPLES}manifests`];
    await importInto(parts, estate, config.DEPMAP_ENVIRONMENT);
    await snapshots.refresh();
  }
  const alerts = createPagerDutyAlerts({
    token: config.PAGERDUTY_TOKEN ?? (rehearsal as Rehearsal).token,
    baseUrl: rehearsal?.url ?? config.PAGERDUTY_URL,
    deadlineMs: config.PAGERDUTY_DEADLINE_MS,
    clock,
  });
  const open = (running.open = await openChat(config, parts, {
    welcome: welcome(rehearsal !== undefined),
    people: options.people,
    slackLimits: options.slackLimits,
  }));
  const links = linksToMaps(config);
  const chat = options.watch ? watched(open.chat, options.watch) : open.chat;
  const worker = (running.worker = await startWorker(config, parts, { chat, alerts, links }));
  const answering = {
    commands,
    store,
    painter,
    snapshots,
    clock,
    log,
    metrics,
    chat,
    journal,
    actions,
    storeCondition: parts.storeCondition,
    singlePoints: parts.singlePoints,
    settleMs: SETTLE_MS,
    inTurn: parts.inTurn,
    hasCompany: parts.share !== undefined,
    staleAfterMs: config.DEPMAP_STALE_AFTER_MS,
    environment: config.DEPMAP_ENVIRONMENT,
    channelPattern: config.DEPMAP_CHANNEL_PATTERN,
    wake: () => worker.wake(),
    refresh: () => snapshots.refresh(),
    rehearsal: rehearsal && buttonsOf(rehearsal),
  };
  const handlers = chatHandlers(answering);
  const secrets = config.PAGERDUTY_WEBHOOK_SECRETS ?? (rehearsal ? [rehearsal.secret] : []);
  const app = createHttpApp({
    log,
    routers: [
      {
        path: "/",
        router: pagerdutyWebhooks({
          journal,
          alerts,
          secrets: () => secrets,
          clock,
          log,
          metrics,
          onReceived: () => worker.wake(),
        }),
      },
      {
        path: "/",
        router: healthRoutes(readiness(parts, config.DEPMAP_STALE_AFTER_MS, open), clock),
      },
      { path: "/", router: metricsRoutes(registry) },
      ...(links ? [{ path: "/", router: mapPage(links, (id) => incidentMap(answering, id)) }] : []),
      { path: "/", router: open.router(handlers) },
    ],
  });
  const listening = (running.listening = await listen(app, {
    host: config.DEPMAP_HOST,
    port: config.DEPMAP_PORT,
  }));
  rehearsal?.deliverTo(`http://127.0.0.1:${listening.port}/webhooks/pagerduty`);
  parts.steady?.tell({
    showDecided: (proposal) => redrawCard(chat, proposal),
    whenApplied: () => void snapshots.refresh(),
  });
  const duties = dutiesOf(config, parts, { alerts, chat, worker });
  running.schedule = startSchedule(config, parts, worker, duties);
  worker.wake();
  // A chat that is away keeps nobody from serving webhooks.
  void open.start().catch((fault: unknown) => {
    log.error({ fault }, "the chat cannot be reached yet");
  });
  log.info({ url: listening.url, rehearsal: rehearsal !== undefined }, "depmap is up");

  return {
    url: listening.url,
    parts,
    chat,
    handlers,
    worker,
    rehearsal,
    async idle() {
      await open.idle();
      await worker.idle();
    },
    stop: () => stop(running),
  };
}
