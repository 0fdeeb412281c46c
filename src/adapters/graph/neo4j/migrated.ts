import type { Neo4jConnection } from "./connection/neo4j-connection.ts";
import { migrateGraph } from "./schema.ts";

/**
 * The same connection, but nothing goes over it before the database has its constraints.
 *
 * Without them two replicas that start at once on an empty database each make a node for the same key, and both hold
 * the lease.
 */
export function migrated(connection: Neo4jConnection): Neo4jConnection {
  let ready: Promise<unknown> | undefined;

  async function isReady(): Promise<void> {
    ready ??= migrateGraph(connection).catch((fault: unknown) => {
      ready = undefined;
      throw fault;
    });
    await ready;
  }

  return {
    ...connection,
    async read(work, patience) {
      await isReady();
      return await connection.read(work, patience);
    },
    async write(work, patience) {
      await isReady();
      return await connection.write(work, patience);
    },
  };
}
