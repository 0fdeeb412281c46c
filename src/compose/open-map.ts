import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { createSqliteGraphStore } from "../adapters/graph/sqlite/sqlite-graph-store.ts";
import { createPinoLog } from "../adapters/log/pino/pino-log.ts";
import { createGraphvizPainter } from "../adapters/painter/graphviz/graphviz-painter.ts";
import type { Config } from "../config.ts";
import { createMetrics } from "../http/metrics.ts";
import { plainLine } from "../model/plain-text.ts";
import type { OpenedMap } from "../terminal/terminal.ts";
import { importInto } from "./import-into.ts";
import { openParts } from "./parts.ts";

/** How many skipped records are named. */
const NAMED = 10;

/**
 * The data folder's map; with files, a map of those alone.
 *
 * A map of files touches no data folder and is gone when it is closed. What of the files could not be read is
 * complained about, for the answer lacks it. Throws `bad-input` when nothing could be read.
 */
export async function openMap(
  config: Config,
  files: readonly string[],
  complain: (text: string) => void,
): Promise<OpenedMap> {
  const common = { commands, staleAfterMs: config.DEPMAP_STALE_AFTER_MS };
  if (files.length === 0) {
    const parts = await openParts(config);
    return { tools: { ...parts, ...common }, close: () => parts.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), "depmap-map-"));
  const store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  const clock = { now: () => Date.now() };
  async function close(): Promise<void> {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    const { skipped } = await importInto({ store, clock }, files, config.DEPMAP_ENVIRONMENT);
    for (const { path, why } of skipped.slice(0, NAMED)) {
      complain(plainLine(`not in this answer: ${path}: ${why}`));
    }
    if (skipped.length > NAMED) complain(`not in this answer: ${skipped.length - NAMED} more`);
    const snapshot = await store.snapshot(clock.now());
    const own = {
      store,
      snapshots: { current: () => snapshot },
      clock,
      painter: createGraphvizPainter(),
      log: createPinoLog({ level: "silent" }),
      metrics: createMetrics().metrics,
    };
    return { tools: { ...own, ...common }, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
