import { DepmapError } from "../../../model/errors.ts";
import type { StoredRecord } from "../../../ports/graph-store.ts";
import {
  restoreInBatches,
  type KeptMark,
  type RestoreMark,
} from "../../../ports/restore-in-batches.ts";
import { takeLock } from "./locked-graph.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";
import { LONG } from "./patience.ts";
import { putRecords } from "./put-records.ts";

/** Records that go in in one transaction. Also where a restore that was cut short goes on: at such a border. */
const BATCH = 2000;

const OTHER_RECORDS =
  "other records were restored into this graph before; go on with those, or give it an empty database";

/**
 * Writes another store's records into this one, word for word, a batch at a time.
 *
 * Only into an empty graph, or into one in which these same records were begun.
 */
export async function restore(
  connection: Neo4jConnection,
  records: AsyncIterable<StoredRecord>,
  onProgress?: (done: number) => void,
): Promise<void> {
  const begun = await connection.read(begunIn, LONG);
  await restoreInBatches(
    records,
    {
      begun,
      sizeAfter: () => BATCH,
      put: (batch, before, after) =>
        connection.write((run) => putBatch(run, batch, before, after), LONG),
      otherRecords: OTHER_RECORDS,
    },
    onProgress,
  );
}

/** What an earlier call got in. Throws `bad-input` when the graph holds anything that a restore did not write. */
async function begunIn(run: Run): Promise<KeptMark | undefined> {
  const begun = await progressIn(run);
  const holds = await holding(run);
  if (begun ? begun.holds === holds : /^\d+( 0)+$/.test(holds)) return begun;
  const [, sources, assertions, proposals, incidents, rows] = holds.split(" ");
  throw new DepmapError(
    "bad-input",
    `cannot restore into a graph that holds something already (${sources} sources, ${assertions} assertions, ` +
      `${proposals} proposals, ${incidents} incidents, ${rows} audit rows); give it an empty database`,
  );
}

async function putBatch(
  run: Run,
  batch: readonly StoredRecord[],
  before: RestoreMark,
  after: RestoreMark,
): Promise<void> {
  await takeLock(run);
  const begun = await progressIn(run);
  if (begun?.digest === after.digest) return;
  if ((begun?.digest ?? "") !== before.digest) {
    throw new DepmapError(
      "bad-input",
      "somebody else restores into this graph at the same time; let one of the two finish",
    );
  }
  await putRecords(run, batch);
  const progress: KeptMark = { ...after, holds: await holding(run) };
  await run("MERGE (restored:Meta {key: 'restored'}) SET restored.value = $value", {
    value: JSON.stringify(progress),
  });
}

async function progressIn(run: Run): Promise<KeptMark | undefined> {
  const [row] = await run("MATCH (restored:Meta {key: 'restored'}) RETURN restored.value AS value");
  return row ? (JSON.parse(String(row["value"])) as KeptMark) : undefined;
}

/** Counts by label come from the server's own books, and cost nothing. */
async function holding(run: Run): Promise<string> {
  const [row] = await run(
    `MATCH (graph:Meta {key: 'graph'})
     RETURN [graph.version, COUNT { MATCH (:Source) }, COUNT { MATCH (:Assertion) },
       COUNT { MATCH (:Proposal) }, COUNT { MATCH (:Incident) }, COUNT { MATCH (:AuditRow) }] AS holds`,
  );
  return (row?.["holds"] as number[] | undefined)?.join(" ") ?? "";
}
