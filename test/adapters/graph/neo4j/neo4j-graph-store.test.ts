import { afterAll, describe } from "vitest";
import { graphStoreContract } from "../../../contracts/graph-store-contract.ts";
import { startNeo4j } from "../../../support/neo4j-server.ts";
import { keyLookUps } from "./key-look-ups.ts";
import { longSayings } from "./long-sayings.ts";
import { manyWriters } from "./many-writers.ts";
import { migrations } from "./migrations.ts";
import { createNeo4jUnderTest } from "./neo4j-under-test.ts";
import { shareInNeo4j } from "./neo4j-share.ts";

const server = await startNeo4j();
describe.skipIf(!server)("Neo4j's long-term line", () => {
  if (!server) return;
  afterAll(() => server.stop());

  shareInNeo4j(server);
  graphStoreContract("neo4j", () => createNeo4jUnderTest(server));
  longSayings(server);
  manyWriters(server);
  keyLookUps(server);
  migrations(server);
});
