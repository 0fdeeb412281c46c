import { afterAll, describe, expect, it } from "vitest";
import { createNeo4jActions } from "../../../../src/adapters/graph/neo4j/neo4j-actions.ts";
import { createNeo4jClaims } from "../../../../src/adapters/graph/neo4j/neo4j-claims.ts";
import {
  createNeo4jConnection,
  type Neo4jConnection,
} from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jInbox } from "../../../../src/adapters/graph/neo4j/neo4j-inbox.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import { claimsContract } from "../../../contracts/claims-contract.ts";
import { createNeo4jInstallations } from "../../../../src/adapters/graph/neo4j/neo4j-installations.ts";
import { installationsContract } from "../../../contracts/installations-contract.ts";
import { sharedActionsContract } from "../../../contracts/shared-actions-contract.ts";
import { sharedInboxContract } from "../../../contracts/shared-inbox-contract.ts";
import type { Neo4jServer } from "../../../support/running-neo4j.ts";

/** What replicas share in Neo4j: on a server whose database is still empty. */
export function shareInNeo4j(server: Neo4jServer): void {
  describe("what replicas share in Neo4j", () => {
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
    it("is agreed on by two that find an empty database at once", async () => {
      const takes = ["a", "b", "c"].map((holder) =>
        createNeo4jClaims(connect()).take("first", holder, 60_000),
      );
      const answers = await Promise.allSettled(takes);
      const again = await createNeo4jClaims(connect()).take("first", "d", 60_000);

      const taken = answers.filter((one) => one.status === "fulfilled" && one.value !== undefined);
      expect(taken).toHaveLength(1);
      expect(again).toBeUndefined();
    }, 30_000);
    afterAll(async () => {
      for (const connection of connections) await connection.close();
    });

    claimsContract("neo4j", () => createNeo4jClaims(connect()));
    sharedInboxContract("neo4j", () => createNeo4jInbox(connect()));
    installationsContract("neo4j", () => createNeo4jInstallations(connect()));
    sharedActionsContract("neo4j", (clock) => createNeo4jActions(connect(), clock));
  });
}
