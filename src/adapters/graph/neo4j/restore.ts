import { createHash } from "node:crypto";
import { canonicalJson } from "../../../model/canonical-json.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { StoredRecord } from "../../../ports/graph-store.ts";
import { takeLock } from "./locked-graph.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";
import { LONG } from "./patience.ts";
import { putRecords } from "./put-records.ts";

/** Records that go in in one transaction. Also where a restore that was cut short goes on: at such a border. */
const BATCH = 2000;

/** How far a restore has come; kept in the graph with every batch, and after the last. */
interface Progress {
  readonly done: number;
  /** Over all that is in, so that other records are not taken for the rest of these. */
  readonly digest: string;
  /** The graph's version then, and how much it holds of each kind: whatever is written besides changes one of them. */
  readonly holds: string;
}

/**
 * Writes another store's records into this one, word for word, a batch at a time.
 *
 * Only into an empty graph, or into one in which these same records were begun.
 */
export async function restore(
  connection: Neo4jConnection,
  records: AsyncIterable<StoredRecord>,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const begun = await connection.read(begunIn, LONG);
  let at = { done: 0, digest: "" };
  for await (const batch of batches(records)) {
    const before = at;
    at = { done: before.done + batch.length, digest: digestOf(before.digest, batch) };
    if (begun && at.done <= begun.done) refuseOthers(at, begun);
    else await connection.write((run) => putBatch(run, batch, before.digest, at), LONG);
    onProgress(at.done);
  }
  if (begun && at.done < begun.done) throw otherRecords();
}

/** What an earlier call got in. Throws `bad-input` when the graph holds anything that a restore did not write. */
async function begunIn(run: Run): Promise<Progress | undefined> {
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
  digestBefore: string,
  at: { readonly done: number; readonly digest: string },
): Promise<void> {
  await takeLock(run);
  const begun = await progressIn(run);
  if (begun?.digest === at.digest) return;
  if ((begun?.digest ?? "") !== digestBefore) {
    throw new DepmapError(
      "bad-input",
      "somebody else restores into this graph at the same time; let one of the two finish",
    );
  }
  await putRecords(run, batch);
  const progress: Progress = { ...at, holds: await holding(run) };
  await run("MERGE (restored:Meta {key: 'restored'}) SET restored.value = $value", {
    value: JSON.stringify(progress),
  });
}

async function progressIn(run: Run): Promise<Progress | undefined> {
  const [row] = await run("MATCH (restored:Meta {key: 'restored'}) RETURN restored.value AS value");
  return row ? (JSON.parse(String(row["value"])) as Progress) : undefined;
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

function refuseOthers(at: { done: number; digest: string }, begun: Progress): void {
  if (at.done === begun.done && at.digest !== begun.digest) throw otherRecords();
}

function otherRecords(): DepmapError {
  return new DepmapError(
    "bad-input",
    "other records were restored into this graph before; go on with those, or give it an empty database",
  );
}

async function* batches(
  records: AsyncIterable<StoredRecord>,
): AsyncIterable<readonly StoredRecord[]> {
  let batch: StoredRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function digestOf(before: string, batch: readonly StoredRecord[]): string {
  const hash = createHash("sha256").update(before);
  for (const record of batch) hash.update(`${canonicalJson(record)}\n`);
  return hash.digest("hex");
}
