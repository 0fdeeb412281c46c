import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Registry } from "prom-client";
import { createSqliteGraphStore } from "../adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../adapters/journal/sqlite/sqlite-journal.ts";
import { createPinoLog, type LineWriter } from "../adapters/log/pino/pino-log.ts";
import { createGraphvizPainter } from "../adapters/painter/graphviz/graphviz-painter.ts";
import { createSnapshotFile } from "../adapters/snapshot/file/snapshot-file.ts";
import type { Config } from "../config.ts";
import { createMetrics } from "../http/metrics.ts";
import { DepmapError, messageOf } from "../model/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import type { ActionBox, Journal } from "../ports/journal.ts";
import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Painter } from "../ports/painter.ts";
import { createSnapshotKeeper, type SnapshotKeeper } from "../workflows/refresh-snapshot.ts";

/** What the server and the terminal are both built on. */
export interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly registry: Registry;
  readonly store: GraphStore;
  readonly journal: Journal & ActionBox;
  readonly snapshots: SnapshotKeeper;
  readonly painter: Painter;
  /** Puts a file's name behind the data folder. */
  inDataFolder(name: string): string;
  close(): Promise<void>;
}

/** Opens everything in the data folder and reads the map. Throws `bad-config` when the folder cannot be made. */
export async function openParts(
  config: Pick<Config, "DEPMAP_DATA_DIR" | "DEPMAP_LOG_LEVEL" | "DEPMAP_DORMANT_AFTER_DAYS">,
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
  const store = createSqliteGraphStore({
    path: inDataFolder("graph.sqlite"),
    dormantAfterDays: config.DEPMAP_DORMANT_AFTER_DAYS,
  });
  const journal = createSqliteJournal({ path: inDataFolder("journal.sqlite"), clock });
  const file = createSnapshotFile({ path: inDataFolder("snapshot.bin") });
  const snapshots = createSnapshotKeeper({ store, file, clock, log });
  await snapshots.start();
  return {
    clock,
    log,
    metrics,
    registry,
    store,
    journal,
    snapshots,
    painter: createGraphvizPainter(),
    inDataFolder,
    async close() {
      await journal.close();
      await store.close();
    },
  };
}
