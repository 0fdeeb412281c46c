import { createNeo4jConnection } from "../../../../src/adapters/graph/neo4j/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import type { GraphStore } from "../../../../src/ports/graph-store.ts";
import type { StoreUnderTest } from "../../../contracts/graph-store/store-under-test.ts";
import type { Neo4jServer } from "../../../support/neo4j-server.ts";

/** A connection for tests that share two cores: slow is not hung. */
export function connectTo({ uri, user, password }: Pick<Neo4jServer, "uri" | "user" | "password">) {
  return createNeo4jConnection({ uri, user, password: createSecret(password), deadlineMs: 5000 });
}

/** An empty store on a server that the whole test file shares; the database is wiped first. */
export async function createNeo4jUnderTest(server: Neo4jServer): Promise<StoreUnderTest> {
  await wipe(server);
  const opened: GraphStore[] = [];
  const open = () => {
    const store = createNeo4jGraphStore({ connection: connectTo(server) });
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    openAnother: open,
    takeAway: () => server.kill(),
    bringBack: () => server.restart(),
    async dispose() {
      for (const store of opened) await store.close();
    },
  };
}

/** Takes everything away but the schema. */
export async function wipe(server: Neo4jServer): Promise<void> {
  const connection = connectTo(server);
  await connection.write((run) => run("MATCH (any) DETACH DELETE any"), { stepMs: 60_000 });
  await connection.close();
}
