import { afterAll, describe, expect, it } from "vitest";
import { createNeo4jActions } from "../../../../src/adapters/graph/neo4j/neo4j-actions.ts";
import { createNeo4jClaims } from "../../../../src/adapters/graph/neo4j/neo4j-claims.ts";
import {
  createNeo4jConnection,
  type Neo4jConnection,
} from "../../../../src/adapters/graph/neo4j/neo4j-connection.ts";
import { createNeo4jInbox } from "../../../../src/adapters/graph/neo4j/neo4j-inbox.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import { claimsContract } from "../../../contracts/claims-contract.ts";
import { sharedActionsContract } from "../../../contracts/shared-actions-contract.ts";
import { sharedInboxContract } from "../../../contracts/shared-inbox-contract.ts";
import { NEO4J_START_MS, startNeo4j } from "../../../support/neo4j-server.ts";

const server = await startNeo4j();
describe.skipIf(!server)("what replicas share in Neo4j", () => {
  if (!server) return;
  const { uri, user, password } = server;
  const connections: Neo4jConnection[] = [];
  const connect = (): Neo4jConnection => {
    const connection = createNeo4jConnection({
      uri,
      user,
      password: createSecret(password),
      deadlineMs: 5000,
    });
    connections.push(connection);
    return connection;
  };
  it(
    "is agreed on by two that find an empty database at once",
    async () => {
      const takes = ["a", "b", "c"].map((holder) =>
        createNeo4jClaims(connect()).take("first", holder, 60_000),
      );
      const answers = await Promise.allSettled(takes);
      const again = await createNeo4jClaims(connect()).take("first", "d", 60_000);

      const taken = answers.filter((one) => one.status === "fulfilled" && one.value !== undefined);
      expect(taken).toHaveLength(1);
      expect(again).toBeUndefined();
    },
    NEO4J_START_MS,
  );
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await server.stop();
  });

  claimsContract("neo4j", () => createNeo4jClaims(connect()));
  sharedInboxContract("neo4j", () => createNeo4jInbox(connect()));
  sharedActionsContract("neo4j", (clock) => createNeo4jActions(connect(), clock));
});
