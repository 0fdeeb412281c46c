import { DepmapError } from "../../../model/errors.ts";
import type { StoredRecord } from "../../../ports/graph-store.ts";
import {
  restoreInBatches,
  type KeptMark,
  type RestoreMark,
} from "../../../ports/restore-in-batches.ts";
import type { Connection } from "./connection.ts";
import type { GraphFile } from "./graph-file.ts";
import { putRecords } from "./put-records.ts";

/**
 * Records that go in in one transaction: as many as are in already, between these bounds. A transaction writes each
 * page that it touches, so that many small ones write the same pages again and again.
 */
const BATCH = { least: 2000, most: 50_000 };

const TABLES = ["source", "assertion", "proposal", "incident", "audit"] as const;

const OTHER_RECORDS =
  "other records were restored into this map before; go on with those, or name an empty data folder in DEPMAP_DATA_DIR";

/**
 * Writes another store's records into this one, word for word, a batch at a time.
 *
 * Only into an empty file, or into one in which these same records were begun.
 */
export async function restore(
  file: GraphFile,
  records: AsyncIterable<StoredRecord>,
  onProgress?: (done: number) => void,
): Promise<void> {
  await restoreInBatches(
    records,
    {
      begun: await file.read(begunIn),
      sizeAfter: (done) => Math.min(BATCH.most, Math.max(BATCH.least, done)),
      put: (batch, before, after) =>
        file.write((connection) => putBatch(connection, batch, before, after)),
      otherRecords: OTHER_RECORDS,
    },
    onProgress,
  );
}

/** What an earlier call got in. Throws `bad-input` when the file holds anything that a restore did not write. */
function begunIn(connection: Connection): KeptMark | undefined {
  const kept = connection.one("SELECT value FROM meta WHERE key = 'restored'")?.["value"];
  const begun = kept === undefined ? undefined : (JSON.parse(String(kept)) as KeptMark);
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
  before: RestoreMark,
  after: RestoreMark,
): Promise<void> {
  const kept = connection.one("SELECT value FROM meta WHERE key = 'restored'")?.["value"];
  const begun = kept === undefined ? undefined : (JSON.parse(String(kept)) as KeptMark);
  if ((begun?.digest ?? "") !== before.digest) {
    throw new DepmapError(
      "bad-input",
      "somebody else restores into this map at the same time; let one of the two finish",
    );
  }
  const counts = begun ? countsOf(begun.holds) : TABLES.map(() => 0);
  for (const { type } of batch) counts[TABLES.indexOf(type)]! += 1;
  await putRecords(connection, batch);
  const progress: KeptMark = { ...after, holds: holding(connection, counts) };
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
