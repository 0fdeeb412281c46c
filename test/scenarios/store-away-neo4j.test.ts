import { afterAll, describe } from "vitest";
import { createNeo4jUnderTest } from "../adapters/graph/neo4j/neo4j-under-test.ts";
import { steadyStoreContract } from "../contracts/steady-store-contract.ts";
import { startNeo4j, type Neo4jServer } from "../support/neo4j-server.ts";

const neo4j = await startNeo4j();
afterAll(() => neo4j?.stop());

describe.skipIf(!neo4j)("over Bolt", () => {
  steadyStoreContract("Neo4j", () => createNeo4jUnderTest(neo4j as Neo4jServer));
});
