import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { createGraphvizPainter } from "../../src/adapters/painter/graphviz/graphviz-painter.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import type { Claim } from "../../src/model/assertion.ts";
import type { Command } from "../../src/ports/command.ts";
import type { AnswerTools } from "../../src/workflows/answers/answer-command.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { dependencyOf } from "./graph-of.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** What a command is answered with, over a real SQLite store in a folder of its own that goes after the test. */
export interface TestedTools extends AnswerTools {
  /** The same, to be moved on by a test. */
  readonly clock: { now(): number; at: number };
  readonly folder: string;
  /** Reads the store again. */
  refresh(): Promise<void>;
}

export const NOW = Date.parse("2026-03-02T02:13:00Z");

/** Tools over a map drawn as arrows, declared by a source `test`. */
export async function answerTools(
  commands: readonly Command[],
  ...arrows: readonly string[]
): Promise<TestedTools> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-test-"));
  const store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  cleanUps.push(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { at: NOW, now: () => clock.at };
  const claims = arrows.map((arrow): Claim => {
    const { consumer, provider, coupling, strength } = dependencyOf(arrow);
    return {
      fact: { type: "dependency", dependency: { consumer, provider, coupling, strength } },
      confidence: 0.9,
      evidence: [arrow],
    };
  });
  const source = { name: "test", type: "import" } as const;
  await store.say({ source, at: NOW, claims, complete: true, actor: "test" });
  let snapshot = await store.snapshot(NOW);
  return {
    commands,
    store,
    painter: createGraphvizPainter(),
    snapshots: { current: () => snapshot },
    clock,
    log: createPinoLog({ level: "silent" }),
    metrics: createMetrics().metrics,
    staleAfterMs: 900_000,
    folder,
    async refresh() {
      snapshot = await store.snapshot(clock.now());
    },
  };
}
