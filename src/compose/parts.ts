import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Registry } from "prom-client";
import { createThreadedAnalyst } from "../adapters/analyst/threads/threaded-analyst.ts";
import { createSqliteJournal } from "../adapters/journal/sqlite/sqlite-journal.ts";
import { createPinoLog, type LineWriter } from "../adapters/log/pino/pino-log.ts";
import { createGraphvizPainter } from "../adapters/painter/graphviz/graphviz-painter.ts";
import { createSnapshotFile } from "../adapters/snapshot/file/snapshot-file.ts";
import type { Config } from "../config.ts";
import { createMetrics } from "../http/metrics.ts";
import { DepmapError, messageOf } from "../model/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import type { ActionBox, Journal, StoreCondition } from "../ports/journal.ts";
import type { SinglePointBook } from "../ports/analyst.ts";
import type { Installations } from "../ports/installations.ts";
import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { RequestBox } from "../ports/request-box.ts";
import type { Painter } from "../ports/painter.ts";
import type { InTurn } from "../ports/turns.ts";
import { createSinglePointBook } from "../workflows/answers/keep-single-points.ts";
import { createSnapshotKeeper, type SnapshotKeeper } from "../workflows/map/refresh-snapshot.ts";
import { createSharedActions } from "../workflows/replicas/shared-actions.ts";
import { createSharedTurns } from "../workflows/replicas/shared-turns.ts";
import type { SteadyStore } from "../workflows/steady-store/steady-store.ts";
import { createTurns } from "../workflows/turns.ts";
import { openGraph, type GraphConfig, type Share } from "./open-graph.ts";

/** What each thread runs. */
const LONE_FAILURES = new URL("../analysis/lone-failures/lone-failures.ts", import.meta.url);

/** What the server and the terminal are both built on. */
export interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly registry: Registry;
  readonly store: GraphStore;
  /** The same store, when it is a server that may be away. */
  readonly steady: SteadyStore | undefined;
  /** How it stands with that server; without one there is nothing to say. */
  readonly storeCondition: (() => StoreCondition) | undefined;
  /** Set when other replicas may use the same graph. */
  readonly share: Share | undefined;
  /** Turns that hold for all replicas that use the same graph. */
  readonly inTurn: InTurn;
  readonly journal: Journal;
  /** What people ask, until it is answered. */
  readonly requests: RequestBox;
  /** Where depmap is installed, beside the graph. */
  readonly installations: Installations;
  readonly actions: ActionBox;
  readonly singlePoints: SinglePointBook;
  readonly snapshots: SnapshotKeeper;
  readonly painter: Painter;
  /** Puts a file's name behind the data folder. */
  inDataFolder(name: string): string;
  close(): Promise<void>;
}

/**
 * Opens everything in the data folder, and the graph, and reads the map. Throws `bad-config` when the folder cannot be
 * made. A graph that is away is no fault: the last map answers.
 */
export async function openParts(
  config: GraphConfig & Pick<Config, "DEPMAP_DATA_DIR" | "DEPMAP_LOG_LEVEL">,
  logTo?: LineWriter,
): Promise<Parts> {
  const folder = config.DEPMAP_DATA_DIR;
  const inDataFolder = (name: string) => join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const words = `DEPMAP_DATA_DIR: cannot make the folder ${folder}: ${messageOf(cause)}`;
    throw new DepmapError(
      "bad-config",
      `${words}; name one that can be written, for example /var/lib/depmap`,
      {
        cause,
      },
    );
  }
  const clock = { now: () => Date.now() };
  const log = createPinoLog({
    level: config.DEPMAP_LOG_LEVEL,
    ...(logTo ? { destination: logTo } : {}),
  });
  const { metrics, registry } = createMetrics();
  const journal = createSqliteJournal({ path: inDataFolder("journal.sqlite"), clock });
  const tools = { journal, clock, log, metrics };
  const { store, steady, share, installations } = openGraph(
    config,
    inDataFolder("graph.sqlite"),
    tools,
  );
  const actions = share
    ? createSharedActions({ local: journal, shared: share.actions, log })
    : journal;
  const singlePoints = createSinglePointBook({
    analyst: createThreadedAnalyst({ question: LONE_FAILURES }),
    log,
  });
  const file = createSnapshotFile({ path: inDataFolder("snapshot.bin") });
  const snapshots = createSnapshotKeeper({ store, file, clock, log });
  await snapshots.start();
  // What an earlier process still owes; a store that is away takes it later.
  if (steady) await steady.settle().then(() => steady.remember().catch(() => undefined));
  return {
    clock,
    log,
    metrics,
    registry,
    store,
    steady,
    storeCondition: steady && (() => steady.condition()),
    share,
    inTurn: share ? createSharedTurns({ claims: share.claims, log }) : createTurns(),
    journal,
    requests: journal.requests,
    installations,
    actions,
    singlePoints,
    snapshots,
    painter: createGraphvizPainter(),
    inDataFolder,
    async close() {
      singlePoints.close();
      // What the store cannot take any more goes into the journal.
      await store.close();
      await installations.close();
      await journal.close();
    },
  };
}
