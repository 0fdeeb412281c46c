import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { openParts, type Parts } from "../../src/compose/parts.ts";
import { readConfig } from "../../src/config.ts";
import type { AnswerTools } from "../../src/workflows/answers/answer-command.ts";
import { createBoltProxy, type BoltProxy } from "./bolt-proxy.ts";
import type { Neo4jLogin } from "./running-neo4j.ts";

/** Every way in which a server can be away. */
export const WAYS_TO_BE_AWAY: Readonly<Record<string, (proxy: BoltProxy) => void | Promise<void>>> =
  {
    refuses: (proxy) => proxy.takeAway(),
    hangs: (proxy) => proxy.hang(),
    "is too slow": (proxy) => proxy.slow(2000),
    "talks garbage": (proxy) => proxy.garbage(),
  };

/** All of depmap that answers, on a Neo4j that can be taken away, with the example estate in it. */
export interface DepmapOnNeo4j {
  readonly parts: Parts;
  readonly tools: AnswerTools;
  readonly proxy: BoltProxy;
  /** The server as it is, and depmap knowing so. */
  bringBack(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it in a folder of its own; `environment` adds to the configuration. */
export async function openDepmapOnNeo4j(
  { uri, user, password }: Neo4jLogin,
  environment: Readonly<Record<string, string>> = {},
): Promise<DepmapOnNeo4j> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-on-neo4j-"));
  const proxy = await createBoltProxy(uri);
  const config = readConfig({
    DEPMAP_DATA_DIR: folder,
    DEPMAP_LOG_LEVEL: "silent",
    NEO4J_URI: proxy.uri,
    NEO4J_USER: user,
    NEO4J_PASSWORD: password,
    ...environment,
  });
  const parts = await openParts(config);
  await importInto(parts, ["examples/estate.yaml", "examples/manifests"], "prod");
  await parts.snapshots.refresh();
  await parts.steady?.remember();
  return {
    parts,
    tools: { ...parts, commands, staleAfterMs: config.DEPMAP_STALE_AFTER_MS },
    proxy,
    async bringBack() {
      await proxy.bringBack();
      for (let tries = 0; tries < 200; tries += 1) {
        const isBack = await parts.store.version().then(
          () => true,
          () => false,
        );
        if (isBack) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await parts.snapshots.refresh();
    },
    async close() {
      await parts.close();
      await proxy.close();
      rmSync(folder, { recursive: true });
    },
  };
}
