/** Many lines of ASCII text, packed. */
export interface LineStore {
  /** Adds a line; the place at which it starts. The same line twice in a row is kept once. */
  add(line: string): number;
  /** All lines, each with its line end. */
  bytes(): Uint8Array;
}

/** Characters that are turned to bytes at a time: one call for many lines. */
const BATCH = 1 << 16;

/** An empty store. */
export function createLineStore(): LineStore {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(BATCH);
  let written = 0;
  let pending = "";
  let lastLine: string | undefined;
  let lastStart = 0;

  function flush(): void {
    if (written + pending.length > bytes.length) {
      const wider = new Uint8Array(Math.max(written + pending.length, bytes.length * 2));
      wider.set(bytes);
      bytes = wider;
    }
    written += encoder.encodeInto(pending, bytes.subarray(written)).written;
    pending = "";
  }

  return {
    add(line) {
      if (line === lastLine) return lastStart;
      lastLine = line;
      lastStart = written + pending.length;
      pending += `${line}\n`;
      if (pending.length >= BATCH) flush();
      return lastStart;
    },
    bytes() {
      flush();
      return bytes.subarray(0, written);
    },
  };
}
