import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Config } from "../config.ts";
import type { MapLinks } from "../http/map-links.ts";
import type { Alerts } from "../ports/alerts.ts";
import type { Chat } from "../ports/chat.ts";
import type { Journal } from "../ports/journal.ts";
import { createIncidentWorker, type IncidentWorker } from "../workflows/stories/incident-worker.ts";
import { createReplica } from "../workflows/replicas/replica.ts";
import type { Term } from "../workflows/stories/term.ts";
import type { Parts } from "./parts.ts";

/** How long after an intent a message may still turn up in the chat: longer than the chat's own deadline. */
export const SETTLE_MS = 3000;
/** How long a briefing waits for PagerDuty's alerts before it is posted without them. */
const PATIENCE_MS = 1500;

/** The incident worker, and whether the scheduled work is this process's to do. */
export interface Worker extends IncidentWorker {
  isLeading(): boolean;
}

/** The worker of this process: alone, or one of the replicas that share a graph, of which one tells. */
export async function startWorker(
  config: Config,
  parts: Parts,
  {
    chat,
    alerts,
    links,
  }: {
    readonly chat: Chat;
    readonly alerts: Alerts;
    readonly links?: Pick<MapLinks, "toIncident"> | undefined;
  },
): Promise<Worker> {
  const { clock, log, metrics, store, journal, snapshots, painter, share } = parts;
  const workerOver = (itsJournal: Journal, term?: Term): IncidentWorker =>
    createIncidentWorker({
      journal: itsJournal,
      term,
      store,
      chat,
      alerts,
      snapshots,
      painter,
      clock,
      log,
      metrics,
      settleMs: SETTLE_MS,
      patienceMs: PATIENCE_MS,
      channels: {
        defaultChannel: config.DEPMAP_INCIDENT_CHANNEL,
        channelPattern: config.DEPMAP_CHANNEL_PATTERN,
        openChannels: config.DEPMAP_CHANNEL_PER_INCIDENT === "yes",
        keepTopic: config.DEPMAP_KEEP_TOPIC === "yes",
        mapUrl: links && ((id) => links.toIncident(id)),
      },
    });
  if (!share) return { ...workerOver(journal), isLeading: () => true };
  const replica = createReplica(
    {
      ...share,
      journal,
      clock,
      log,
      metrics,
      holder: `${config.DEPMAP_REPLICA ?? hostname()} ${randomUUID()}`,
      startWorker: (term, itsJournal) => workerOver(itsJournal, term),
    },
    { marginMs: SETTLE_MS + 500 },
  );
  await replica.start();
  return replica;
}
