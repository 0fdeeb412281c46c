import { createHash } from "node:crypto";
import { canonicalJson } from "../model/canonical-json.ts";
import { DepmapError } from "../model/errors.ts";
import type { StoredRecord } from "./graph-store.ts";

/** How far a restore has come. */
export interface RestoreMark {
  readonly done: number;
  /** Over all that is in, so that other records are not taken for the rest of these. */
  readonly digest: string;
}

/** A mark as a store keeps it, with every batch and after the last. */
export interface KeptMark extends RestoreMark {
  /** What the store holds then: anything else was written by somebody else. */
  readonly holds: string;
}

/** The store that is written to. */
interface RestoreTarget {
  /** What an earlier call got in. */
  readonly begun: RestoreMark | undefined;
  /** How many records the next batch has, when that many are in. Every call has to cut at the same places. */
  readonly sizeAfter: (done: number) => number;
  /** Writes a batch and the mark after it in one transaction. */
  readonly put: (
    batch: readonly StoredRecord[],
    before: RestoreMark,
    after: RestoreMark,
  ) => Promise<void>;
  /** Why other records than those that were begun are refused, and what to do. */
  readonly otherRecords: string;
}

/**
 * Writes records a batch at a time, and goes on where an earlier call with the same records stopped.
 *
 * Rejects with `bad-input` when these are not the records that were begun.
 */
export async function restoreInBatches(
  records: AsyncIterable<StoredRecord>,
  { begun, sizeAfter, put, otherRecords }: RestoreTarget,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  let at: RestoreMark = { done: 0, digest: "" };
  for await (const batch of batches(records, sizeAfter)) {
    const before = at;
    at = { done: before.done + batch.length, digest: digestOf(before.digest, batch) };
    if (!begun || at.done > begun.done) await put(batch, before, at);
    else if (at.done === begun.done && at.digest !== begun.digest) {
      throw new DepmapError("bad-input", otherRecords);
    }
    onProgress(at.done);
  }
  if (begun && at.done < begun.done) throw new DepmapError("bad-input", otherRecords);
}

async function* batches(
  records: AsyncIterable<StoredRecord>,
  sizeAfter: (done: number) => number,
): AsyncIterable<readonly StoredRecord[]> {
  let batch: StoredRecord[] = [];
  let done = 0;
  for await (const record of records) {
    batch.push(record);
    if (batch.length < sizeAfter(done)) continue;
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
