import { createHash } from "node:crypto";
import { z } from "zod";
import { factKey } from "../../model/assertion.ts";
import { canonicalJson } from "../../model/canonical-json.ts";
import { DepmapError } from "../../model/errors.ts";
import type { GraphStore, StoredRecord } from "../../ports/graph-store.ts";
import {
  countWords,
  EXPORT_FORMAT,
  ExportedRecord,
  ExportFooter,
  ExportHeader,
  noRecords,
  type RecordCounts,
} from "./export-format.ts";

/** An export that can be read as often as one likes. */
export interface ExportToRead {
  /** Its name, for messages. */
  readonly name: string;
  /** Its lines from the first on, without their line ends. */
  lines(): AsyncIterable<string>;
}

/**
 * Reads an export through and counts what is in it. `onRecord` hears how many records were read.
 *
 * Throws `bad-input` with the file's name and line for the first that is not as it was written: a line that is no
 * record, an end that is missing, a checksum that differs.
 */
export async function checkExport(
  from: ExportToRead,
  onRecord: (done: number) => void = () => undefined,
): Promise<RecordCounts> {
  const counts = noRecords();
  let done = 0;
  for await (const record of readExport(from)) {
    counts[record.type] += 1;
    done += 1;
    onRecord(done);
  }
  return counts;
}

/** Writes an export's records into an empty store. Check it first: what is wrong further down shows only there. */
export async function restoreMap(
  from: ExportToRead,
  store: Pick<GraphStore, "restore">,
  onProgress?: (done: number) => void,
): Promise<void> {
  await store.restore(readExport(from), onProgress);
}

/** Is this the first line of an export? */
export function beginsExport(line: string): boolean {
  return ExportHeader.safeParse(jsonOf(line)).success;
}

async function* readExport({ name, ...file }: ExportToRead): AsyncGenerator<StoredRecord> {
  const counts = noRecords();
  const hash = createHash("sha256");
  let place = 0;
  let hasEnded = false;
  for await (const line of file.lines()) {
    place += 1;
    const refuse = (why: string) => new DepmapError("bad-input", `${name}:${place}: ${why}`);
    if (hasEnded) throw refuse("more lines behind the end; export it again");
    if (place === 1) {
      readHeader(line, refuse);
      continue;
    }
    if (line.startsWith('{"depmap"')) {
      readFooter(line, { counts, sha256: hash.digest("hex") }, refuse);
      hasEnded = true;
      continue;
    }
    const record = readRecord(line, refuse);
    hash.update(`${line}\n`);
    counts[record.type] += 1;
    yield record;
  }
  if (hasEnded) return;
  throw new DepmapError(
    "bad-input",
    `${name}:${place}: it was cut short here, its last line is missing; copy or export it again`,
  );
}

type Refuse = (why: string) => DepmapError;

function readHeader(line: string, refuse: Refuse): void {
  const header = ExportHeader.safeParse(jsonOf(line)).data;
  if (!header) throw refuse("this is no export of depmap; make one with: depmap export FILE");
  if (header.format > EXPORT_FORMAT) {
    throw refuse(`written by a newer depmap (format ${header.format}); restore it with that one`);
  }
}

function readFooter(
  line: string,
  found: { readonly counts: RecordCounts; readonly sha256: string },
  refuse: Refuse,
): void {
  const footer = ExportFooter.safeParse(jsonOf(line)).data;
  if (!footer) throw refuse("the last line cannot be read; copy or export it again");
  if (canonicalJson(footer.counts) !== canonicalJson(found.counts)) {
    const [said, there] = [countWords(footer.counts), countWords(found.counts)];
    throw refuse(`lines were added or lost: it had ${said}, and has ${there}; export it again`);
  }
  if (footer.sha256 !== found.sha256) {
    throw refuse(
      "it was changed after it was written, its checksum differs; copy or export it again",
    );
  }
}

/** Throws for a record of which a part would be lost: word for word means all of it. */
function readRecord(line: string, refuse: Refuse): StoredRecord {
  const json = jsonOf(line);
  if (json === undefined) throw refuse("no JSON; copy or export it again");
  const read = ExportedRecord.safeParse(json);
  if (!read.success) throw refuse(z.prettifyError(read.error).replaceAll(/\s+/g, " "));
  const record = read.data;
  if (canonicalJson(record) !== line) {
    throw refuse(
      "holds something that this depmap does not know; restore it with the one that wrote it",
    );
  }
  if (record.type === "assertion" && factKey(record.assertion.fact) !== record.assertion.factKey) {
    throw refuse("the fact's key is not that of its fact; export it again");
  }
  return record;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
