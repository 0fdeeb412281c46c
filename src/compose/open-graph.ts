import { createNeo4jActions } from "../adapters/graph/neo4j/neo4j-actions.ts";
import { createNeo4jClaims } from "../adapters/graph/neo4j/neo4j-claims.ts";
import { createNeo4jConnection } from "../adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../adapters/graph/neo4j/neo4j-graph-store.ts";
import { createNeo4jInstallations } from "../adapters/graph/neo4j/neo4j-installations.ts";
import { createSqliteInstallations } from "../adapters/graph/sqlite/sqlite-installations.ts";
import { createNeo4jInbox } from "../adapters/graph/neo4j/neo4j-inbox.ts";
import { createSqliteGraphStore } from "../adapters/graph/sqlite/sqlite-graph-store.ts";
import type { Config } from "../config.ts";
import type { Claims } from "../ports/claims.ts";
import type { Clock } from "../ports/clock.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import type { OwedWrites } from "../ports/journal.ts";
import type { Installations } from "../ports/installations.ts";
import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { SharedActions } from "../ports/shared-actions.ts";
import type { SharedInbox } from "../ports/shared-inbox.ts";
import { createSteadyStore, type SteadyStore } from "../workflows/steady-store/steady-store.ts";

/** What of the configuration says where the graph is. */
export type GraphConfig = Pick<
  Config,
  | "NEO4J_URI"
  | "NEO4J_USER"
  | "NEO4J_PASSWORD"
  | "NEO4J_DATABASE"
  | "NEO4J_DEADLINE_MS"
  | "DEPMAP_DORMANT_AFTER_DAYS"
>;

/** What several replicas agree through. */
export interface Share {
  readonly claims: Claims;
  readonly inbox: SharedInbox;
  readonly actions: SharedActions;
}

/** The graph's record, and what comes with a server that may be away. */
export interface Graph {
  readonly store: GraphStore;
  /** The same store, when it is one that may be away. */
  readonly steady?: SteadyStore;
  readonly share?: Share;
  readonly installations: Installations;
}

/**
 * The Neo4j that the configuration names, else the file at `path`.
 *
 * A Neo4j is never waited for: while it is away, writes go to the journal. The file stands on the same disk as the
 * journal, which would be away with it.
 */
export function openGraph(
  config: GraphConfig,
  path: string,
  tools: {
    readonly journal: OwedWrites;
    readonly clock: Clock;
    readonly log: Log;
    readonly metrics: Metrics;
  },
): Graph {
  const dormantAfterDays = config.DEPMAP_DORMANT_AFTER_DAYS;
  if (config.NEO4J_URI === undefined || config.NEO4J_PASSWORD === undefined) {
    const store = createSqliteGraphStore({ path, dormantAfterDays });
    return { store, installations: createSqliteInstallations({ path }) };
  }
  const connection = createNeo4jConnection({
    uri: config.NEO4J_URI,
    user: config.NEO4J_USER,
    password: config.NEO4J_PASSWORD,
    database: config.NEO4J_DATABASE,
    deadlineMs: config.NEO4J_DEADLINE_MS,
  });
  const store = createNeo4jGraphStore({ connection, dormantAfterDays });
  const steady = createSteadyStore({ ...tools, store });
  return {
    store: steady,
    steady,
    installations: createNeo4jInstallations(connection),
    share: {
      claims: createNeo4jClaims(connection),
      inbox: createNeo4jInbox(connection),
      actions: createNeo4jActions(connection, tools.clock),
    },
  };
}
