import { afterAll, describe } from "vitest";
import { createNeo4jUnderTest } from "../adapters/graph/neo4j/neo4j-under-test.ts";
import { createSqliteUnderTest } from "../adapters/graph/sqlite/sqlite-under-test.ts";
import { steadyStoreContract } from "../contracts/steady-store-contract.ts";
import { startNeo4j } from "../support/neo4j-server.ts";
import { movesBothWays } from "./moving.ts";

const server = await startNeo4j();
describe.skipIf(!server)("on a Neo4j server", () => {
  if (!server) return;
  afterAll(() => server.stop());
  const create = () => createNeo4jUnderTest(server);

  steadyStoreContract("Neo4j", create);
  // Each way passes through both, so that few runs go both ways often.
  movesBothWays("between SQLite and Neo4j", createSqliteUnderTest, create, 8);
  movesBothWays("between Neo4j and SQLite", create, createSqliteUnderTest, 5);
});
