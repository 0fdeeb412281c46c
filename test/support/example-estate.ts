import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { createGraphvizPainter } from "../../src/adapters/painter/graphviz/graphviz-painter.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import type { AnswerTools } from "../../src/workflows/answers/answer-command.ts";
import { NOW } from "./answer-tools.ts";

/** Tools over the estate of `examples/`, imported once; close it when all is asked. */
export async function exampleEstate(): Promise<{ tools: AnswerTools; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-estate-"));
  const store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  const clock = { now: () => NOW };
  await importInto({ store, clock }, ["examples/estate.yaml", "examples/manifests"], "prod");
  const snapshot = await store.snapshot(NOW);
  return {
    tools: {
      commands,
      store,
      snapshots: { current: () => snapshot },
      painter: createGraphvizPainter(),
      clock,
      log: createPinoLog({ level: "silent" }),
      metrics: createMetrics().metrics,
      staleAfterMs: 900_000,
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
