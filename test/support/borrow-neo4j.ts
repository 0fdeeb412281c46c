import { join } from "node:path";
import neo4j, { type Driver } from "neo4j-driver";
import { takeFileLock } from "./file-lock.ts";
import type { Neo4jServer } from "./running-neo4j.ts";

const LOCK = join(import.meta.dirname, "../../node_modules/.cache/neo4j/borrowed.lock");

/** A constraint on a label that nobody uses: it stays when tests take every node away, and is no node to count. */
const MARKER = "depmap_test_database";

/**
 * The server that NEO4J_URI names, emptied. One test file has it at a time; the others wait.
 *
 * Rejects when its database holds anything and was not marked by these tests before: they take everything away.
 */
export async function borrowNeo4j(uri: string): Promise<Neo4jServer> {
  const user = process.env["NEO4J_USER"] ?? "neo4j";
  const password = process.env["NEO4J_PASSWORD"] ?? "";
  const release = await takeFileLock(LOCK);
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
  try {
    await claim(driver, uri);
    await empty(driver);
  } catch (fault) {
    await driver.close();
    release();
    throw fault;
  }
  return {
    uri,
    user,
    password,
    async stop() {
      await empty(driver);
      await driver.close();
      release();
    },
    kill: () => Promise.reject(new Error("a borrowed server is not killed; wish for an own one")),
    restart: () => Promise.reject(new Error("a borrowed server is not restarted")),
  };
}

async function claim(driver: Driver, uri: string): Promise<void> {
  const marked = await driver.executeQuery("SHOW CONSTRAINTS YIELD name WHERE name = $name", {
    name: MARKER,
  });
  if (marked.records.length > 0) return;
  const found = await driver.executeQuery("MATCH (n) RETURN n LIMIT 1");
  if (found.records.length > 0) {
    throw new Error(
      `the database at ${uri} holds data that is not these tests': they would delete it; give NEO4J_URI an empty one, or unset it`,
    );
  }
  await driver.executeQuery(
    "CREATE CONSTRAINT depmap_test_database FOR (n:DepmapTestDatabase) REQUIRE n.key IS UNIQUE",
  );
}

async function empty(driver: Driver): Promise<void> {
  const session = driver.session();
  try {
    await session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS");
    const constraints = await session.run("SHOW CONSTRAINTS YIELD name WHERE name <> $name", {
      name: MARKER,
    });
    for (const record of constraints.records) {
      await session.run(`DROP CONSTRAINT \`${String(record.get("name"))}\``);
    }
    const indexes = await session.run(
      "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL",
    );
    for (const record of indexes.records) {
      await session.run(`DROP INDEX \`${String(record.get("name"))}\``);
    }
  } finally {
    await session.close();
  }
}
