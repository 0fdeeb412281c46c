import { createHash } from "node:crypto";
import { canonicalJson } from "../../../model/canonical-json.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { StoredRecord } from "../../../ports/graph-store.ts";
import type { Connection } from "./connection.ts";
import type { GraphFile } from "./graph-file.ts";
import { putRecords } from "./put-records.ts";

/**
 * Records that go in in one transaction: as many as are in already, between these bounds. A transaction writes each
 * page that it touches, so that many small ones write the same pages again and again.
 */
const BATCH = { least: 2000, most: 50_000 };

const TABLES = ["source", "assertion", "proposal", "incident", "audit"] as const;

/** How far a restore has come; kept in the file with every batch, and after the last. */
interface Progress {
  readonly done: number;
  /** Over all that is in, so that other records are not taken for the rest of these. */
  readonly digest: string;
  /** What the file holds then: anything else was written by somebody else. */
  readonly holds: string;
}

/**
 * Writes another store's records into this one, word for word, a batch at a time.
 *
 * Only into an empty file, or into one in which these same records were begun.
 */
export async function restore(
  file: GraphFile,
  records: AsyncIterable<StoredRecord>,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const begun = await file.read(begunIn);
  let at: Omit<Progress, "holds"> = { done: 0, digest: "" };
  for await (const batch of batches(records)) {
    const before = at;
    at = { done: before.done + batch.length, digest: digestOf(before.digest, batch) };
    if (begun && at.done <= begun.done) refuseOthers(at, begun);
    else await file.write((connection) => putBatch(connection, batch, before, at));
    onProgress(at.done);
  }
  if (begun && at.done < begun.done) throw otherRecords();
}

/** What an earlier call got in. Throws `bad-input` when the file holds anything that a restore did not write. */
function begunIn(connection: Connection): Progress | undefined {
  const kept = connection.one("SELECT value FROM meta WHERE key = 'restored'")?.["value"];
  const begun = kept === undefined ? undefined : (JSON.parse(String(kept)) as Progress);
  const counts = TABLES.map((table) =>
    Number(connection.one(`SELECT count(*) AS held FROM ${table}`)?.["held"]),
  );
  const holds = holding(connection, counts);
  if (begun ? begun.holds === holds : counts.every((count) => count === 0)) return begun;

  const there = TABLES.map((table, place) => `${counts[place]} ${table} rows`).join(", ");
  throw new DepmapError(
    "bad-input",
    `cannot restore into a map that holds something already (${there}); name an empty data folder in DEPMAP_DATA_DIR`,
  );
}

async function putBatch(
  connection: Connection,
  batch: readonly StoredRecord[],
  before: Omit<Progress, "holds">,
  after: Omit<Progress, "holds">,
): Promise<void> {
  const kept = connection.one("SELECT value FROM meta WHERE key = 'restored'")?.["value"];
  const begun = kept === undefined ? undefined : (JSON.parse(String(kept)) as Progress);
  if ((begun?.digest ?? "") !== before.digest) {
    throw new DepmapError(
      "bad-input",
      "somebody else restores into this map at the same time; let one of the two finish",
    );
  }
  const counts = begun ? countsOf(begun.holds) : TABLES.map(() => 0);
  for (const { type } of batch) counts[TABLES.indexOf(type)]! += 1;
  await putRecords(connection, batch);
  const progress: Progress = { ...after, holds: holding(connection, counts) };
  connection.run("INSERT OR REPLACE INTO meta VALUES ('restored', ?)", JSON.stringify(progress));
}

/** The version and the number of rows of each table: whatever is written besides changes one of them. */
function holding(connection: Connection, counts: readonly number[]): string {
  const version = connection.one("SELECT value FROM meta WHERE key = 'version'")?.["value"];
  return [Number(version), ...counts].join(" ");
}

function countsOf(holds: string): number[] {
  return holds.split(" ").slice(1).map(Number);
}

function refuseOthers(at: Omit<Progress, "holds">, begun: Progress): void {
  if (at.done === begun.done && at.digest !== begun.digest) throw otherRecords();
}

function otherRecords(): DepmapError {
  return new DepmapError(
    "bad-input",
    "other records were restored into this map before; go on with those, or name an empty data folder in DEPMAP_DATA_DIR",
  );
}

async function* batches(
  records: AsyncIterable<StoredRecord>,
): AsyncIterable<readonly StoredRecord[]> {
  // Every call cuts at the same places: a restore that was cut short goes on at such a border.
  let batch: StoredRecord[] = [];
  let done = 0;
  for await (const record of records) {
    batch.push(record);
    if (batch.length < Math.min(BATCH.most, Math.max(BATCH.least, done))) continue;
    yield batch;
    done += batch.length;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function digestOf(before: string, batch: readonly StoredRecord[]): string {
  const hash = createHash("sha256").update(before);
  for (const record of batch) hash.update(`${canonicalJson(record)}\n`);
  return hash.digest("hex");
}
