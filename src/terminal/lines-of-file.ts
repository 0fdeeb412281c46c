import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { DepmapError, messageOf } from "../model/errors.ts";

/** No line of ours is longer by far; a file without line ends is not read into memory whole. */
const LONGEST_LINE = 50_000_000;

/**
 * The lines of a text file, one after the other, without their line ends; a gzip file's are unpacked.
 *
 * Throws `bad-input`, with the file's name, when it cannot be read, is damaged, or is no text.
 */
export async function* linesOfFile(
  path: string,
  longest: number = LONGEST_LINE,
): AsyncGenerator<string> {
  try {
    yield* linesOf(await bytesOf(path), longest);
  } catch (cause) {
    if (cause instanceof DepmapError) throw cause;
    const why = isDamage(cause)
      ? `it is damaged or was cut short (${messageOf(cause)}); copy or export it again`
      : messageOf(cause);
    throw new DepmapError("bad-input", `cannot read ${path}: ${why}`, { cause });
  }
}

async function bytesOf(path: string): Promise<AsyncIterable<Buffer>> {
  const isPacked = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  if (!isPacked) return file;
  // The callback only keeps a fault from going unheard: whoever reads is told of it as well.
  return pipeline(file, createGunzip({ chunkSize: 1 << 20 }), () => undefined);
}

async function isGzip(path: string): Promise<boolean> {
  await using handle = await open(path, "r");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

async function* linesOf(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let rest = "";
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    yield* lines;
    if (rest.length > longest) throw new Error("a line is far too long; this is no file of lines");
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

function isDamage(cause: unknown): boolean {
  if (!(cause instanceof Error) || !("code" in cause)) return false;
  return String(cause.code).startsWith("Z_") || cause.code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}
