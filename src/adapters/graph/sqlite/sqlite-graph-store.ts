import { sayingDetail } from "../../../model/audit-entries.ts";
import { notOpen } from "../../../model/proposal-faults.ts";
import type { GraphStore, Saying, SayingReport } from "../../../ports/graph-store.ts";
import { assertionPage, assertionsAbout, knownSources } from "./assertion-rows.ts";
import { appendAudit, auditPage } from "./audit-chain.ts";
import type { Connection } from "./connection.ts";
import { decideProposal } from "./decide-proposal.ts";
import { createGraphFile } from "./graph-file.ts";
import { findIncident, newestIncidents, putIncident } from "./incident-rows.ts";
import { prepareGraphFile } from "./prepare-graph-file.ts";
import { findProposal, proposalPage, putProposal } from "./proposal-rows.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { restore } from "./restore.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { takeDown } from "./take-down.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The graph's record in one SQLite file, made with its folder when it is missing.
 *
 * Several processes may use the file at once. Opening waits for the first call, so a store whose disk is
 * away can be made, and works once the disk is back. A file that vanishes later is not made anew: that would
 * hide the loss of everything that people taught it.
 */
export function createSqliteGraphStore({
  path,
  dormantAfterDays = 30,
}: {
  readonly path: string;
  readonly dormantAfterDays?: number;
}): GraphStore {
  // Opening the file brings it to this version: what it was when this store first saw it is worth telling.
  let schemaBefore: number | undefined;
  const file = createGraphFile(path, async (connection) => {
    const before = await prepareGraphFile(connection);
    schemaBefore ??= before;
  });

  return {
    say: (saying, onProgress) =>
      file.write((connection) => sayAudited(connection, saying, onProgress)),
    assertionsAbout: (key) => file.read((connection) => assertionsAbout(connection, key)),
    assertions: (after) => file.read((connection) => assertionPage(connection, after)),
    version: () =>
      file.read((connection) =>
        Number(connection.one("SELECT value FROM meta WHERE key = 'version'")?.["value"]),
      ),
    sources: () => file.read(knownSources),
    snapshot: (now, last) =>
      file.readMoment((connection) =>
        readSnapshot(connection, now, now - dormantAfterDays * DAY_MS, last),
      ),

    propose: (proposal) =>
      file.write((connection) => {
        const known = findProposal(connection, proposal.id);
        if (!known) putProposal(connection, proposal);
        return known ?? proposal;
      }),
    proposal: (id) => file.read((connection) => findProposal(connection, id)),
    proposals: (state, after) => file.read((connection) => proposalPage(connection, state, after)),
    reviseProposal: (proposal) =>
      file.write((connection) => {
        const known = findProposal(connection, proposal.id);
        if (known?.state !== "open") throw notOpen(proposal.id, known?.state);
        putProposal(connection, { ...proposal, state: "open" });
      }),
    decideProposal: (id, decision) =>
      file.write((connection) => decideProposal(connection, id, decision)),

    keepIncident: (record) => file.write((connection) => putIncident(connection, record)),
    incident: (id) => file.read((connection) => findIncident(connection, id)),
    incidents: (filter) => file.read((connection) => newestIncidents(connection, filter)),

    audit: (entry) => file.write((connection) => appendAudit(connection, entry)),
    auditRows: (after) => file.read((connection) => auditPage(connection, after)),

    restore: (records, onProgress) => restore(file, records, onProgress),
    migrate: () =>
      file.read(() => ({ before: schemaBefore ?? SCHEMA_VERSION, after: SCHEMA_VERSION })),
    close: () => file.close(),
  };
}

/** Takes a saying down, with an audit row when it changed anything. */
async function sayAudited(
  connection: Connection,
  saying: Saying,
  onProgress?: (done: number, of: number) => void,
): Promise<SayingReport> {
  const { forced, ...report } = await takeDown(connection, saying, onProgress);
  if (report.added.length + report.changed.length + report.retracted.length > 0) {
    appendAudit(connection, {
      at: saying.at,
      actor: saying.actor,
      action: forced ? "force-retraction" : "say",
      subject: saying.source.name,
      detail: sayingDetail(report),
    });
  }
  return report;
}
