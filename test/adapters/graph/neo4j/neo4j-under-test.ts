import { setTimeout } from "node:timers/promises";
import {
  createNeo4jConnection,
  type Neo4jConnection,
} from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import type { GraphStore } from "../../../../src/ports/graph-store.ts";
import type { StoreUnderTest } from "../../../contracts/graph-store/store-under-test.ts";
import { createBoltProxy } from "../../../support/bolt-proxy.ts";
import type { Neo4jServer } from "../../../support/neo4j-server.ts";

/** A connection for tests that share two cores: slow is not hung. */
export function connectTo({
  uri,
  user,
  password,
}: Pick<Neo4jServer, "uri" | "user" | "password">): Neo4jConnection {
  const settings = { uri, user, password: createSecret(password) };
  return createNeo4jConnection({ ...settings, deadlineMs: 5000, probeEveryMs: 20 });
}

/** An empty store on a server that the whole test file shares, behind a proxy that can be away; the database is wiped first. */
export async function createNeo4jUnderTest(server: Neo4jServer): Promise<StoreUnderTest> {
  await wipe(server);
  const proxy = await createBoltProxy(server.uri);
  const opened: GraphStore[] = [];
  const open = () => {
    const connection = connectTo({ ...server, uri: proxy.uri });
    const store = createNeo4jGraphStore({ connection });
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    openAnother: open,
    takeAway: () => proxy.takeAway(),
    async bringBack() {
      await proxy.bringBack();
      for (const store of opened) await untilItAnswers(store);
    },
    cutNextReply: () => proxy.cutNextCommit(),
    async dispose() {
      for (const store of opened) await store.close();
      await proxy.close();
    },
  };
}

/** A store that knows its server to be away asks now and then whether it is back. */
async function untilItAnswers(store: GraphStore): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await store.version().catch(() => undefined)) !== undefined) return;
    await setTimeout(20);
  }
}

/** One for each server, for as long as that runs. */
const wipers = new WeakMap<Neo4jServer, Neo4jConnection>();

/** Takes everything away but the schema. */
export async function wipe(server: Neo4jServer): Promise<void> {
  const connection = wipers.get(server) ?? connectTo(server);
  wipers.set(server, connection);
  await connection.write(
    (run) =>
      Promise.all([
        run("MATCH (any) WHERE NOT any:Meta OR any.key = 'restored' DETACH DELETE any"),
        run(
          `MATCH (graph:Meta {key: 'graph'})
           SET graph.version = 0, graph.numbers = 0, graph.store = randomUUID()`,
        ),
      ]),
    { stepMs: 60_000 },
  );
}
