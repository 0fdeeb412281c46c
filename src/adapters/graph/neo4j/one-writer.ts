import type { Neo4jConnection } from "./connection/neo4j-connection.ts";

/**
 * The same connection with one write at a time, in the order of the calls.
 *
 * All writers wait for one lock in the graph. Those of one process wait here instead, where they hold no socket, and
 * where no deadline runs.
 */
export function withOneWriter(connection: Neo4jConnection): Neo4jConnection {
  let queue: Promise<unknown> = Promise.resolve();

  return {
    read: (work, patience) => connection.read(work, patience),
    write(work, patience) {
      const turn = queue.then(() => connection.write(work, patience));
      queue = turn.catch(() => undefined);
      return turn;
    },
    close: () => connection.close(),
  };
}
