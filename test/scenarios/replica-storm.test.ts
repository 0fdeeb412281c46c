import { afterAll, describe, expect, it } from "vitest";
import { NEO4J_START_MS, startNeo4j } from "../support/neo4j-server.ts";
import { replicaStorm } from "../support/replica-storm.ts";

const server = await startNeo4j();
describe.skipIf(!server)("two replicas on one Neo4j", () => {
  afterAll(async () => await server?.stop(), NEO4J_START_MS);

  // Many more: `node scripts/replica-storm.ts 100`; with `--mutant` it shows that it would notice.
  it("lose nothing and say nothing twice when they are killed and frozen in a storm", async () => {
    if (!server) return;
    const { uri, user, password } = server;
    const report = await replicaStorm({ neo4j: { uri, user, password }, kills: 4, seed: 9 });

    expect(report).toMatchObject({ lost: [], saidTwice: [], untold: [] });
    expect(report.acknowledged).toBeGreaterThan(10);
    expect(report.takeOvers.length).toBeGreaterThan(0);
    expect(Math.max(...report.takeOvers)).toBeLessThan(30);
  }, 240_000);
});
