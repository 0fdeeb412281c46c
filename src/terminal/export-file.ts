import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DepmapError, messageOf } from "../model/errors.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import { countWords, noRecords, sumOf } from "../workflows/map/export-format.ts";
import { exportLines } from "../workflows/map/export-map.ts";

/** Lines go out in pieces of about this many characters: one by one, each would cost a turn. */
const PIECE = 1 << 16;

/**
 * `depmap export FILE`: writes all that the store holds into a new file, readable by its owner alone, and says what.
 *
 * Packed with gzip when the name ends in `.gz`; `-` is standard output. The file has its name only once it is whole.
 */
export async function exportFile({
  path,
  store,
  now,
  onProgress,
  standardOutput,
  say,
}: {
  readonly path: string;
  readonly store: GraphStore;
  readonly now: number;
  readonly onProgress: (done: number) => void;
  readonly standardOutput: Writable;
  readonly say: (text: string) => void;
}): Promise<void> {
  let counts = noRecords();
  const lines = exportLines(store, {
    now,
    onRecord(soFar) {
      counts = soFar;
      onProgress(sumOf(soFar));
    },
  });
  const before = await store.version();
  await (path === "-"
    ? pipeline(Readable.from(pieces(lines)), standardOutput, { end: false })
    : writeNewFile(path, lines));
  say(`exported ${countWords(counts)}${path === "-" ? "" : ` to ${path}`}`);
  if ((await store.version()) !== before) {
    say(
      "the map changed meanwhile: some of that is in the export; for one moment's map, export again",
    );
  }
}

/** Where an export is written until it is whole. */
export function partialFileOf(path: string): string {
  return `${path}.part`;
}

async function writeNewFile(path: string, lines: AsyncIterable<string>): Promise<void> {
  if (existsSync(path)) {
    throw new DepmapError("bad-input", `${path} is there already; name another, or remove it`);
  }
  const partial = partialFileOf(path);
  const file = createWriteStream(partial, { mode: 0o600, flush: true });
  try {
    const text = Readable.from(pieces(lines));
    await (path.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true });
    if (cause instanceof DepmapError) throw cause;
    throw new DepmapError("bad-input", `cannot write ${path}: ${messageOf(cause)}`, { cause });
  }
}

async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
