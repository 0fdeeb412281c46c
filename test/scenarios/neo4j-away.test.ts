import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../commands/index.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { openParts, type Parts } from "../../src/compose/parts.ts";
import { readConfig } from "../../src/config.ts";
import {
  answerCommand,
  isExcuse,
  type AnswerTools,
} from "../../src/workflows/answers/answer-command.ts";
import { createBoltProxy, type BoltProxy } from "../support/bolt-proxy.ts";
import { NEO4J_START_MS, startNeo4j, type Neo4jServer } from "../support/neo4j-server.ts";
import { typed } from "../support/answer-tools.ts";
import { wordsOf } from "../support/words-of.ts";

const neo4j = await startNeo4j();

/** Every way in which a server can be away. */
const WAYS: readonly [string, (proxy: BoltProxy) => void | Promise<void>][] = [
  ["refuses", (proxy) => proxy.takeAway()],
  ["hangs", (proxy) => proxy.hang()],
  ["is too slow", (proxy) => proxy.slow(2000)],
  ["talks garbage", (proxy) => proxy.garbage()],
];

describe.skipIf(!neo4j)("every command while Neo4j", () => {
  const folder = mkdtempSync(join(tmpdir(), "depmap-away-"));
  const server = neo4j as Neo4jServer;
  let proxy: BoltProxy;
  let parts: Parts;
  let tools: AnswerTools;

  beforeAll(async () => {
    proxy = await createBoltProxy(server.uri);
    const config = readConfig({
      DEPMAP_DATA_DIR: folder,
      DEPMAP_LOG_LEVEL: "silent",
      NEO4J_URI: proxy.uri,
      NEO4J_USER: server.user,
      NEO4J_PASSWORD: server.password,
      // A busy machine is no silent server.
      NEO4J_DEADLINE_MS: "5000",
    });
    parts = await openParts(config);
    await importInto(parts, ["examples/estate.yaml", "examples/manifests"], "prod");
    await parts.snapshots.refresh();
    await parts.steady?.remember();
    tools = { ...parts, commands, staleAfterMs: config.DEPMAP_STALE_AFTER_MS };
  }, NEO4J_START_MS);
  beforeEach(async () => {
    await proxy.bringBack();
    await vi.waitFor(() => parts.store.version(), { timeout: 20_000 });
    await parts.snapshots.refresh();
  }, 30_000);
  afterAll(async () => {
    await parts.close();
    await proxy.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(WAYS)(
    "%s answers from the last map, and says so",
    async (_, goAway) => {
      const before = parts.snapshots.current().components.length;
      await goAway(proxy);
      // The first to ask finds out.
      await answerCommand(tools, typed("status"));

      const excuses: string[] = [];
      const banners = new Map<string, string | undefined>();
      for (const { name, example, effects } of commands) {
        const { reply, data } = await answerCommand(tools, typed(example));
        if (isExcuse(data)) excuses.push(`${name}: ${wordsOf(reply)}`);
        if (effects === "none") banners.set(name, reply.banner);
      }

      expect(excuses).toEqual([]);
      expect(banners.size).toBeGreaterThan(10);
      for (const banner of banners.values()) {
        expect(banner).toMatch(/^The graph store is away: .* as of \d/);
      }
      expect(parts.snapshots.current().components).toHaveLength(before);
    },
    60_000,
  );

  it("is back says nothing of it any more", async () => {
    const { reply } = await answerCommand(tools, typed("blast-radius session-cache"));

    expect(reply.banner).toBeUndefined();
  });
});
