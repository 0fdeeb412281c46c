import type { SourceType } from "../../../model/assertion.ts";
import type { GraphStore, KnownSource } from "../../../ports/graph-store.ts";
import { assertionPage, assertionsAbout } from "./assertion-nodes.ts";
import { appendAudit, auditPage } from "./audit-chain.ts";
import { findIncident, keepIncident, newestIncidents } from "./incident-nodes.ts";
import { takeLock, versionIn } from "./locked-graph.ts";
import type { Neo4jConnection, Patience, Run } from "./connection/neo4j-connection.ts";
import { withOneWriter } from "./one-writer.ts";
import { WRITE } from "./patience.ts";
import {
  decideProposal,
  findProposal,
  propose,
  proposalPage,
  reviseProposal,
} from "./proposal-nodes.ts";
import { restore } from "./restore.ts";
import { say } from "./say.ts";
import { prepareGraph } from "./prepare-graph.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { readSnapshot } from "./read-snapshot.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The graph's record in Neo4j, shared by all replicas.
 *
 * Opens no socket before the first call, which also brings the database's schema to this version. A store whose
 * server is away can be made, and works once the server is there. `close` closes the connection too.
 */
export function createNeo4jGraphStore({
  connection: shared,
  dormantAfterDays = 30,
}: {
  readonly connection: Neo4jConnection;
  readonly dormantAfterDays?: number;
}): GraphStore {
  const connection = withOneWriter(shared);
  let prepared: Promise<number> | undefined;

  /** The version that the schema had when this store first saw it. */
  function ready(): Promise<number> {
    prepared ??= prepareGraph(connection).catch((fault: unknown) => {
      prepared = undefined;
      throw fault;
    });
    return prepared;
  }

  async function read<Result>(look: (run: Run) => Promise<Result>): Promise<Result> {
    await ready();
    return connection.read(look);
  }

  async function write<Result>(
    work: (run: Run) => Promise<Result>,
    patience: Patience = WRITE,
  ): Promise<Result> {
    await ready();
    return connection.write(work, patience);
  }

  return {
    async say(saying, onProgress) {
      await ready();
      return say(connection, saying, onProgress);
    },
    assertionsAbout: (key) => read((run) => assertionsAbout(run, key)),
    assertions: (after) => read((run) => assertionPage(run, after)),
    version: () => read(versionIn),
    sources: () => read(knownSources),
    async snapshot(now, last) {
      await ready();
      const dormantBefore = now - dormantAfterDays * DAY_MS;
      return readSnapshot(connection, { asOf: now, dormantBefore }, last);
    },

    propose: (proposal) => write((run) => propose(run, proposal)),
    proposal: (id) => read((run) => findProposal(run, id)),
    proposals: (state, after) => read((run) => proposalPage(run, state, after)),
    reviseProposal: (proposal) => write((run) => reviseProposal(run, proposal)),
    decideProposal: (id, decision) => write((run) => decideProposal(run, id, decision)),

    keepIncident: (record) => write((run) => keepIncident(run, record)),
    incident: (id) => read((run) => findIncident(run, id)),
    incidents: (filter) => read((run) => newestIncidents(run, filter)),

    audit: (entry) =>
      write(async (run) => {
        await takeLock(run);
        return appendAudit(run, entry);
      }),
    auditRows: (after) => read((run) => auditPage(run, after)),

    async restore(records, onProgress) {
      await ready();
      return restore(connection, records, onProgress);
    },
    migrate: async () => ({ before: await ready(), after: SCHEMA_VERSION }),
    close: () => connection.close(),
  };
}

async function knownSources(run: Run): Promise<KnownSource[]> {
  const rows = await run(
    `MATCH (source:Source)
     RETURN source.key AS name, source.type AS type, source.completeAt AS completeAt ORDER BY name`,
  );
  return rows.map((row) => ({
    name: row["name"] as string,
    type: row["type"] as SourceType,
    completeAt: row["completeAt"] as number,
  }));
}
