import { createLineStore } from "./line-store.ts";
import type { DependencyDetails } from "./snapshot-layout.ts";

type Lines = Pick<DependencyDetails, "provenanceStart" | "provenanceText">;

const LINE_END = 10;
/** Dead text below this is left lying. */
const WORTH_BYTES = 1 << 20;

/** A text that was made here and may grow behind its end: how far it is in use, and how much of that is dead. */
interface Growth {
  readonly used: number;
  readonly dead: number;
}
const growthOf = new WeakMap<ArrayBufferLike, Growth>();

/**
 * The text with more lines behind it, and where each of them starts. `dropped` are rows whose lines are used no more.
 *
 * What stands there is copied only when there is no room behind it, or when somebody else has used that room.
 */
export function appendLines(
  { provenanceStart, provenanceText: text }: Lines,
  lines: readonly (string | undefined)[],
  dropped: readonly number[],
): { readonly text: Uint8Array; readonly starts: readonly (number | undefined)[] } {
  const store = createLineStore();
  const starts = lines.map((line) =>
    line === undefined ? undefined : text.length + store.add(line),
  );
  const more = store.bytes();
  const used = text.length + more.length;

  const growth = growthOf.get(text.buffer);
  const isLast = growth !== undefined && growth.used === text.length;
  const hasRoom = isLast && used <= text.buffer.byteLength;
  const buffer = hasRoom ? text.buffer : new ArrayBuffer(used + Math.max(1 << 16, used >> 2));
  const grown = new Uint8Array(buffer, 0, used);
  if (!hasRoom) grown.set(text);
  grown.set(more, text.length);

  let dead = growth?.dead ?? 0;
  for (const row of dropped) dead += lengthAt(text, provenanceStart[row] as number);
  growthOf.set(buffer, { used, dead });
  return { text: grown, starts };
}

/** The same lines without those that no row uses, once these are more than half of the text. */
export function compactLines(lines: Lines): Lines {
  const { provenanceStart, provenanceText: text } = lines;
  const dead = growthOf.get(text.buffer)?.dead ?? 0;
  if (dead < WORTH_BYTES || dead * 2 < text.length) return lines;

  const kept = new Uint8Array(text.length);
  const before = provenanceStart.toSorted();
  const after = new Uint32Array(before.length);
  let length = 0;
  for (let place = 0; place < before.length; place += 1) {
    const start = before[place] as number;
    if (place > 0 && start === before[place - 1]) {
      after[place] = after[place - 1] as number;
      continue;
    }
    const line = text.subarray(start, start + lengthAt(text, start));
    kept.set(line, length);
    after[place] = length;
    length += line.length;
  }
  return {
    provenanceStart: provenanceStart.map((start) => after[placeOf(before, start)] as number),
    provenanceText: kept.slice(0, length),
  };
}

function lengthAt(text: Uint8Array, start: number): number {
  return text.indexOf(LINE_END, start) + 1 - start;
}

function placeOf(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
