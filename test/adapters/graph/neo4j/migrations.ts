import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Neo4jConnection } from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import {
  component,
  contentsOf,
  denial,
  dependency,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import type { Neo4jServer } from "../../../support/running-neo4j.ts";
import { connectTo, wipe } from "./neo4j-under-test.ts";

/** How the schema comes into the database, and is followed. */
export function migrations(server: Neo4jServer): void {
  describe("the schema in Neo4j", () => {
    const connection = connectTo(server);
    beforeEach(() => wipe(server));
    afterAll(async () => {
      await connection.close();
    }, 60_000);

    it("is made once, by however many processes that start at once", async () => {
      await dropSchema(connection);
      const stores = Array.from({ length: 4 }, () =>
        createNeo4jGraphStore({ connection: connectTo(server) }),
      );
      const told = await Promise.all(stores.map((store) => store.migrate()));
      const again = createNeo4jGraphStore({ connection: connectTo(server) });
      stores.push(again);

      expect(new Set(told.map(({ after }) => after)).size).toBe(1);
      const after = told[0]?.after;
      expect(await again.migrate()).toEqual({ before: after, after });
      expect(await indexStates(connection)).toEqual(new Set(["ONLINE"]));
      const metas = await connection.read((run) => run("MATCH (m:Meta) RETURN m.key AS key"));
      expect(metas.map(({ key }) => key)).toEqual(expect.arrayContaining(["graph", "schema"]));
      expect(metas).toHaveLength(2);
      for (const store of stores) await store.close();
    }, 60_000);

    it("of a newer depmap is refused, and left alone", async () => {
      await connection.write((run) =>
        run("MERGE (schema:Meta {key: 'schema'}) SET schema.version = 99"),
      );
      const store = createNeo4jGraphStore({ connection: connectTo(server) });

      await expect(store.version()).rejects.toMatchObject({
        code: "graph-store-away",
        message: expect.stringMatching(/newer depmap \(format 99\); run that one/),
      });
      await connection.write((run) => run("MATCH (schema:Meta {key: 'schema'}) DELETE schema"));
      await store.close();
    }, 60_000);

    it("works everything out again when the graph was folded otherwise", async () => {
      const store = createNeo4jGraphStore({ connection: connectTo(server) });
      await store.say(
        saying("import:estate", [dependency("a -event-> b"), dependency("b -> c"), component("c")]),
      );
      await store.say(saying("person:ines", [denial("b -> c")], { at: NOW + 1 }));
      const before = contentsOf(await store.snapshot(NOW));
      await store.close();
      await connection.write(async (run) => {
        await run("MATCH (graph:Meta {key: 'graph'}) SET graph.foldedWith = 'older rules'");
        await run("MATCH ()-[dependency:DEPENDS_ON]->() SET dependency.body = '7 0.1 0 0  []'");
        await run("MATCH (component:Component) REMOVE component.body");
      });
      const later = createNeo4jGraphStore({ connection: connectTo(server) });

      expect(contentsOf(await later.snapshot(NOW))).toEqual(before);
      await later.close();
    }, 60_000);
  });
}

async function indexStates(connection: Neo4jConnection): Promise<Set<unknown>> {
  const rows = await connection.read((run) => run("SHOW INDEXES YIELD state RETURN state"));
  return new Set(rows.map(({ state }) => state));
}

async function dropSchema(connection: Neo4jConnection): Promise<void> {
  for (const STATEMENT of DROPS) await connection.write((run) => run(STATEMENT));
}

const DROPS = [
  "MATCH (any) DETACH DELETE any",
  "DROP CONSTRAINT component_key IF EXISTS",
  "DROP CONSTRAINT meta_key IF EXISTS",
  "DROP INDEX assertion_fact IF EXISTS",
];
