import { afterAll, describe } from "vitest";
import { graphStoreContract } from "../../../contracts/graph-store-contract.ts";
import { startNeo4j } from "../../../support/neo4j-server.ts";
import { createNeo4jUnderTest } from "./neo4j-under-test.ts";

const server = await startNeo4j();
describe.skipIf(!server)("Neo4j's long-term line", () => {
  if (!server) return;
  afterAll(() => server.stop());

  graphStoreContract("neo4j", () => createNeo4jUnderTest(server));
});
