import neo4j from "neo4j-driver";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { Secret } from "../../../model/secret.ts";
import { parameterValue, plainValue } from "./plain-value.ts";

/** One row of an answer, by name; integers are numbers, nothing is a driver's own type. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement in the open transaction. Values go in as parameters only. */
export type Run = (
  cypher: string,
  parameters?: Readonly<Record<string, unknown>>,
) => Promise<readonly Row[]>;

/** How long one step (connect, a statement, a commit) may take before the server counts as hung. */
export interface Patience {
  readonly stepMs: number;
}

/** Where the shared graph is, and how to get in. */
export interface Neo4jSettings {
  /** `bolt://` for one server, `neo4j://` for a cluster; `+s` or `+ssc` after either for TLS. */
  readonly uri: string;
  readonly user: string;
  readonly password: Secret;
  /** The server's default database when left out. */
  readonly database?: string | undefined;
  /** How long one step may take when a call brings no patience of its own; 800 ms. */
  readonly deadlineMs?: number | undefined;
}

/** Transactions on a Neo4j server that may be away at any moment. */
export interface Neo4jConnection {
  /** A read transaction (access mode READ, bookmarks of this connection's own writes). */
  read<Result>(work: (run: Run) => Promise<Result>, patience?: Patience): Promise<Result>;
  /**
   * A write transaction; run again only on faults after which the server certainly did not commit (deadlock, leader
   * change, …). A lost COMMIT reply rejects with graph-store-away: the caller calls again, writes are idempotent.
   */
  write<Result>(work: (run: Run) => Promise<Result>, patience?: Patience): Promise<Result>;
  close(): Promise<void>;
}

/** Opens no socket yet: the first call does. */
export function createNeo4jConnection(settings: Neo4jSettings): Neo4jConnection {
  const { uri, user, password, database } = settings;
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password.reveal()), {
    disableLosslessIntegers: true,
    connectionTimeout: settings.deadlineMs ?? 800,
    connectionAcquisitionTimeout: 1000,
    maxTransactionRetryTime: 0,
    userAgent: "depmap",
  });
  const bookmarkManager = neo4j.bookmarkManager();

  async function transact<Result>(
    mode: "READ" | "WRITE",
    work: (run: Run) => Promise<Result>,
  ): Promise<Result> {
    const session = driver.session({
      defaultAccessMode: mode,
      bookmarkManager,
      ...(database ? { database } : {}),
    });
    try {
      const transaction = await session.beginTransaction();
      const result = await work(async (cypher, parameters = {}) => {
        const answer = await transaction.run(cypher, parameterValue(parameters));
        return answer.records.map((record) => plainValue(record.toObject()) as Row);
      });
      await transaction.commit();
      return result;
    } catch (thrown) {
      if (thrown instanceof DepmapError || !(thrown instanceof neo4j.Neo4jError)) throw thrown;
      throw new DepmapError(
        "graph-store-away",
        `cannot use Neo4j at ${uri}: ${messageOf(thrown)}; check NEO4J_URI and that the server is up`,
        { cause: thrown },
      );
    } finally {
      await session.close();
    }
  }

  return {
    read: (work) => transact("READ", work),
    write: (work) => transact("WRITE", work),
    close: () => driver.close(),
  };
}
