/** The kinds of numbers that stand in the file. */
type Numbers = Int32Array | Uint32Array | Uint8Array | Float32Array | Float64Array;

/** Where sections and columns start: a multiple of this. */
export const ALIGNMENT = 8;

/** Reads sections one after the other. */
export interface SectionReader {
  /** Throws when the file does not begin with this line. */
  expect(line: string): void;
  json(): unknown;
  /** A column that lies in the file's own bytes. */
  column<Column extends Numbers>(Kind: {
    new (buffer: ArrayBufferLike, start: number, length: number): Column;
    readonly BYTES_PER_ELEMENT: number;
  }): Column;
  /** A list that was written in blocks. */
  blocks(): unknown[];
}

/** A reader at the beginning of `bytes`; it throws when a section does not fit. */
export function createSectionReader(bytes: Uint8Array): SectionReader {
  // Numbers can only be read where they lie at a multiple of their size, and small files may lie anywhere.
  const content = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let place = 0;

  function skip(length: number): number {
    const start = place;
    if (start + length > content.byteLength) throw new Error("it is cut short");
    place = Math.ceil((start + length) / ALIGNMENT) * ALIGNMENT;
    return start;
  }

  function section(): { start: number; length: number } {
    const length = Number(view.getBigUint64(skip(ALIGNMENT), true));
    return { start: skip(length), length };
  }

  function json(): unknown {
    const { start, length } = section();
    return JSON.parse(new TextDecoder().decode(content.subarray(start, start + length)));
  }

  return {
    expect(line) {
      const start = skip(line.length);
      const found = new TextDecoder().decode(content.subarray(start, start + line.length));
      if (found !== line) throw new Error("it is of another format");
    },
    json,
    column(Kind) {
      const { start, length } = section();
      return new Kind(content.buffer, content.byteOffset + start, length / Kind.BYTES_PER_ELEMENT);
    },
    blocks() {
      return Array.from({ length: Number(json()) }, () => json() as unknown[]).flat();
    },
  };
}
