import { createHash } from "node:crypto";

const DIGEST_BYTES = 32;
/** Hashing stops the process; a piece of this size takes a few milliseconds. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** The same bytes in small pieces, and their SHA-256 at the end. */
export function* checksummed(chunks: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const hash = createHash("sha256");
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      const piece = chunk.subarray(start, start + PIECE_BYTES);
      hash.update(piece);
      yield piece;
    }
  }
  yield hash.digest();
}

/** The bytes before the checksum, when it is right; throws when it is not. */
export function verified(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - DIGEST_BYTES;
  if (end < 0) throw new Error("it is cut short");
  const content = bytes.subarray(0, end);
  const digest = createHash("sha256").update(content).digest();
  if (!digest.equals(bytes.subarray(end))) throw new Error("its checksum is wrong");
  return content;
}
