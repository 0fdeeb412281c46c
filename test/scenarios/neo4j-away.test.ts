import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand, isExcuse } from "../../src/workflows/answers/answer-command.ts";
import { typed } from "../support/people.ts";
import {
  openDepmapOnNeo4j,
  WAYS_TO_BE_AWAY,
  type DepmapOnNeo4j,
} from "../support/depmap-on-neo4j.ts";
import { NEO4J_START_MS, startNeo4j } from "../support/neo4j-server.ts";
import { wordsOf } from "../support/words-of.ts";

const neo4j = await startNeo4j();

describe.skipIf(!neo4j)("every command while Neo4j", () => {
  let depmap: DepmapOnNeo4j;
  beforeAll(async () => {
    if (!neo4j) return;
    // A busy machine is no silent server.
    depmap = await openDepmapOnNeo4j(neo4j, { NEO4J_DEADLINE_MS: "5000" });
  }, NEO4J_START_MS);
  beforeEach(() => depmap.bringBack(), 30_000);
  afterAll(async () => {
    await depmap.close();
    await neo4j?.stop();
  });

  it.each(Object.entries(WAYS_TO_BE_AWAY))(
    "%s answers from the last map, and says so",
    async (_, goAway) => {
      const { parts, tools, proxy } = depmap;
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
    const { reply } = await answerCommand(depmap.tools, typed("blast-radius session-cache"));

    expect(reply.banner).toBeUndefined();
  });
});
