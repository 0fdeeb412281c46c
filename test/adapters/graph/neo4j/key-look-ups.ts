import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import neo4j, { type Driver, type Plan } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import type { Neo4jServer } from "../../../support/running-neo4j.ts";
import { connectTo } from "./neo4j-under-test.ts";

const ADAPTER = join(import.meta.dirname, "../../../../src/adapters/graph/neo4j");

/** A text that begins as a statement does. */
const CYPHER = /["`]((?:MATCH|MERGE|UNWIND|OPTIONAL MATCH|RETURN COLLECT) [^"`]+)["`]/g;

/** What is read as a whole, because all of it is wanted, or there are never many. */
const WHOLE =
  /^MATCH \((source:Source|team:Team|journey:Journey)\) |MATCH \(kept:Installation\) RETURN|OWNED_BY\]->\(team:Team\) RETURN|AS bodies$|MATCH \(source:Source\) RETURN source/;

/** Every statement of the adapter asks an index: none walks through all nodes, or all of one label, to find some. */
export function keyLookUps(server: Neo4jServer): void {
  describe("a statement of the adapter finds by an index what it names", () => {
    let driver: Driver;
    beforeAll(async () => {
      const store = createNeo4jGraphStore({ connection: connectTo(server) });
      await store.migrate();
      await store.close();
      driver = neo4j.driver(server.uri, neo4j.auth.basic(server.user, server.password));
    });
    afterAll(() => driver.close());

    it("and walks through nothing else", async () => {
      const statements = statementsOf(ADAPTER).filter((cypher) => !WHOLE.test(cypher));
      const walks: string[] = [];
      for (const cypher of statements) {
        // oxlint-disable-next-line depmap/cypher-is-constant -- the adapter's own statements, word for word
        const { summary } = await driver.executeQuery(`EXPLAIN ${cypher}`);
        const steps = stepsOf(summary.plan as Plan);
        if (steps.some((step) => /AllNodesScan|LabelScan|TypeScan/.test(step))) walks.push(cypher);
      }

      expect(statements.length).toBeGreaterThan(50);
      expect(walks).toEqual([]);
    }, 60_000);
  });
}

/** All the Cypher that stands in a folder's files, however deep. */
function statementsOf(folder: string): string[] {
  const found: string[] = [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of names.filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, cypher] of text.matchAll(CYPHER)) {
      found.push((cypher ?? "").replaceAll(/\s+/g, " ").trim());
    }
  }
  return found;
}

function stepsOf({ operatorType, children }: Plan): string[] {
  return [operatorType, ...children.flatMap(stepsOf)];
}
