import type { Assertion } from "../../../model/assertion.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { KnownSource, StoredRecord } from "../../../ports/graph-store.ts";
import { assertionNode, nodesAbout, putAssertions } from "./assertion-nodes.ts";
import { putAuditRows } from "./audit-chain.ts";
import { factsToFold, factsToRead } from "./folded-facts.ts";
import { putIncidents } from "./incident-nodes.ts";
import { readGraph } from "./locked-graph.ts";
import type { Run } from "./connection/neo4j-connection.ts";
import { putProposals } from "./proposal-nodes.ts";
import { newIn, refold, typeIn, withWritten } from "./take-down.ts";

/** Writes records word for word within the open transaction, which holds the lock, and folds the facts that they speak of. */
export async function putRecords(run: Run, records: readonly StoredRecord[]): Promise<void> {
  await putSources(
    run,
    records.flatMap((record) => (record.type === "source" ? [record.source] : [])),
  );
  await restoreAssertions(
    run,
    records.flatMap((record) => (record.type === "assertion" ? [record.assertion] : [])),
  );
  await putProposals(
    run,
    records.flatMap((record) => (record.type === "proposal" ? [record.proposal] : [])),
  );
  await putIncidents(
    run,
    records.flatMap((record) => (record.type === "incident" ? [record.incident] : [])),
  );
  await putAuditRows(
    run,
    records.flatMap((record) => (record.type === "audit" ? [record.row] : [])),
  );
}

async function putSources(run: Run, sources: readonly KnownSource[]): Promise<void> {
  if (sources.length === 0) return;
  await run(
    `UNWIND $sources AS row MERGE (source:Source {key: row.name})
     SET source.type = row.type, source.completeAt = row.completeAt, source.facts = 0,
       source.lastSeen = 0`,
    { sources },
  );
}

async function restoreAssertions(run: Run, assertions: readonly Assertion[]): Promise<void> {
  if (assertions.length === 0) return;
  const graph = await readGraph(run);
  for (const { source, factKey } of assertions) {
    if (graph.sources.has(source.name)) continue;
    const why = `the fact "${factKey}" comes before its source ${source.name}`;
    throw new DepmapError("bad-input", `cannot restore: ${why}; give the sources first`);
  }
  const keys = assertions.map(({ factKey }) => factKey);
  const concerned = await factsToFold(run, keys);
  const denials = graph.denials || keys.some((key) => key.startsWith("no-dependency "));
  const about = await nodesAbout(run, factsToRead([...keys, ...concerned], denials));
  const isNew = newIn(about);
  const nodes = assertions.map(assertionNode);
  await Promise.all([
    putAssertions(run, nodes, isNew),
    countFacts(run, assertions),
    refold(run, graph, {
      factKeys: concerned,
      about: withWritten(about, nodes),
      typeOf: (name) => typeIn(graph, name),
      isNew,
    }),
  ]);
}

async function countFacts(run: Run, assertions: readonly Assertion[]): Promise<void> {
  const bySource = Map.groupBy(assertions, ({ source }) => source.name);
  await run(
    `UNWIND $rows AS row MATCH (source:Source {key: row.key})
     SET source.facts = source.facts + row.facts,
       source.lastSeen = CASE WHEN source.lastSeen > row.lastSeen THEN source.lastSeen ELSE row.lastSeen END`,
    {
      rows: [...bySource].map(([key, own]) => ({
        key,
        facts: own.filter(({ retractedAt }) => retractedAt === undefined).length,
        lastSeen: Math.max(
          ...own.map(({ lastSeen, retractedAt = 0 }) => Math.max(lastSeen, retractedAt)),
        ),
      })),
    },
  );
}
