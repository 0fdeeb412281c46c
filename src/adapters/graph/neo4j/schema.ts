import { DependencyState } from "../../../model/dependency.ts";
import { DepmapError } from "../../../model/errors.ts";
import { COUPLINGS, STRENGTHS } from "../../../model/snapshot/snapshot.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";

/** Building an index takes a while on a graph that is full already. */
const PATIENCE = { stepMs: 120_000 };

/**
 * What brings a database from one version to the next, each statement in a transaction of its own. Only ever append:
 * databases out there remember how far they are. Each statement may run twice, and in two processes at once.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    "CREATE CONSTRAINT component_key IF NOT EXISTS FOR (n:Component) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT component_number IF NOT EXISTS FOR (n:Component) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT team_key IF NOT EXISTS FOR (n:Team) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT journey_key IF NOT EXISTS FOR (n:Journey) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT assertion_key IF NOT EXISTS FOR (n:Assertion) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX assertion_fact IF NOT EXISTS FOR (n:Assertion) ON (n.factKey)",
    "CREATE CONSTRAINT source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT proposal_key IF NOT EXISTS FOR (n:Proposal) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX proposal_state IF NOT EXISTS FOR (n:Proposal) ON (n.state, n.proposedAt)",
    "CREATE CONSTRAINT incident_key IF NOT EXISTS FOR (n:Incident) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX incident_time IF NOT EXISTS FOR (n:Incident) ON (n.openedAt)",
    "CREATE CONSTRAINT audit_number IF NOT EXISTS FOR (n:AuditRow) REQUIRE n.number IS UNIQUE",
    "CREATE INDEX audit_time IF NOT EXISTS FOR (n:AuditRow) ON (n.at)",
    "CREATE CONSTRAINT change_version IF NOT EXISTS FOR (n:Change) REQUIRE n.version IS UNIQUE",
    "CREATE CONSTRAINT meta_key IF NOT EXISTS FOR (n:Meta) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT claim_key IF NOT EXISTS FOR (n:Claim) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT event_key IF NOT EXISTS FOR (n:Event) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX event_time IF NOT EXISTS FOR (n:Event) ON (n.receivedAt)",
    "CREATE CONSTRAINT action_key IF NOT EXISTS FOR (n:Action) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX action_time IF NOT EXISTS FOR (n:Action) ON (n.at)",
    "CALL db.awaitIndexes(100)",
    `MERGE (graph:Meta {key: 'graph'})
     ON CREATE SET graph.version = 0, graph.numbers = 0, graph.store = randomUUID()`,
  ],
  ["CREATE CONSTRAINT installation_key IF NOT EXISTS FOR (n:Installation) REQUIRE n.key IS UNIQUE"],
];

/** The version that `migrateGraph` brings a database to. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * How the folded map was worked out. Raise the number when folding changes, or what is kept of it: a graph that was
 * folded otherwise, or with other codes, is folded anew.
 */
export const FOLDED_WITH = JSON.stringify([2, COUPLINGS, STRENGTHS, DependencyState.options]);

/** Brings the database to this version; gives the one that it had. */
export async function migrateGraph(connection: Neo4jConnection): Promise<number> {
  const before = await connection.read(schemaVersion);
  if (before > SCHEMA_VERSION) {
    throw new DepmapError(
      "graph-store-away",
      `the graph in Neo4j was written by a newer depmap (format ${before}); run that one`,
    );
  }
  if (before === SCHEMA_VERSION) return before;
  for (const STATEMENT of MIGRATIONS.slice(before).flat()) {
    try {
      await connection.write((run) => run(STATEMENT), PATIENCE);
    } catch (fault) {
      // Another process made the same at this moment, which IF NOT EXISTS does not see.
      if (!isThereAlready(fault)) throw fault;
    }
  }
  await connection.write(noteVersion, PATIENCE);
  return before;
}

async function schemaVersion(run: Run): Promise<number> {
  const [row] = await run("MATCH (schema:Meta {key: 'schema'}) RETURN schema.version AS version");
  return Number(row?.["version"] ?? 0);
}

async function noteVersion(run: Run): Promise<void> {
  await run(
    `MERGE (schema:Meta {key: 'schema'})
     SET schema.version = CASE WHEN schema.version > $version THEN schema.version ELSE $version END`,
    { version: SCHEMA_VERSION },
  );
}

function isThereAlready(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && String(fault.code).endsWith("AlreadyExists");
}
