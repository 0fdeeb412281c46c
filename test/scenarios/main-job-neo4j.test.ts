import { afterAll, describe } from "vitest";
import { startNeo4j } from "../support/neo4j-server.ts";
import { mainJob } from "./main-job.ts";

const neo4j = await startNeo4j();
afterAll(() => neo4j?.stop());

describe.skipIf(!neo4j)("the main job on a real Neo4j", () => {
  mainJob(async () => ({
    NEO4J_URI: String(neo4j?.uri),
    NEO4J_USER: String(neo4j?.user),
    NEO4J_PASSWORD: String(neo4j?.password),
  }));
});
