import { afterAll, describe, expect, it } from "vitest";
import { graphStoreContract } from "../../../contracts/graph-store-contract.ts";
import { findJava } from "../../../support/find-java.ts";
import { startNeo4j } from "../../../support/neo4j-server.ts";
import { createNeo4jUnderTest } from "./neo4j-under-test.ts";

/** Long ones, whose statements others run here as well; the long-term line keeps them. */
const KEPT_THERE = [
  "takes in what another held, and goes on from there as that one would",
  "goes on where it was cut short, and tells how many are in",
  "takes in no other records where some were begun",
  "chains what is written at once, without a gap, over several pages",
  "gives the map that its assertions add up to, whatever was said in whatever order",
];

const java = findJava(21);
const server = await startNeo4j({ version: "current" });
describe("Neo4j's current line", () => {
  if (server) {
    afterAll(() => server.stop());
    graphStoreContract("neo4j", () => createNeo4jUnderTest(server), { without: KEPT_THERE });
    return;
  }

  // Nothing is skipped where the Java is missing that it runs on: this line need not be everywhere.
  it.skipIf(java)("cannot be had without a Java that runs it", () => {
    expect(java).toBeUndefined();
  });
});
