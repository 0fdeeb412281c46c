import { afterAll, describe } from "vitest";
import { createNeo4jUnderTest } from "../adapters/graph/neo4j/neo4j-under-test.ts";
import { createSqliteUnderTest } from "../adapters/graph/sqlite/sqlite-under-test.ts";
import { startNeo4j } from "../support/neo4j-server.ts";
import { movesBothWays } from "./moving.ts";

const server = await startNeo4j();
describe.skipIf(!server)("with a Neo4j server", () => {
  if (!server) return;
  afterAll(() => server.stop());

  movesBothWays("between SQLite and Neo4j", createSqliteUnderTest, () =>
    createNeo4jUnderTest(server),
  );
  movesBothWays(
    "between Neo4j and SQLite",
    () => createNeo4jUnderTest(server),
    createSqliteUnderTest,
  );
});
