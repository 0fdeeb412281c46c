import type { SnapshotParts } from "../../../model/snapshot/snapshot-layout.ts";
import type { Component } from "../../../model/component.ts";
import type { DependencyTraits } from "../../../model/dependency.ts";
import { ALIGNMENT, createSectionReader } from "./section-reader.ts";

/**
 * The layout of the file. It begins with this line, which names the format; then come sections, each with
 * its length in eight bytes before it, filled up to a multiple of eight, so that columns can be read where they lie:
 * the surroundings as JSON, the columns, the traits, and the components in blocks of JSON.
 */
const FORMAT = "depmap snapshot, format 1\n";

/** Components or traits in one block of JSON: a text of a million would be longer than a string may be. */
const BLOCK = 50_000;

/** The file's content without its checksum, piece by piece. */
export function* encodeParts(parts: SnapshotParts): Iterable<Uint8Array> {
  const { asOf, version, store, teams, ownerships, journeys, sources, components, details } = parts;
  yield* filledUp(Buffer.from(FORMAT));
  yield* section(jsonOf({ asOf, version, store, teams, ownerships, journeys, sources }));
  for (const column of [
    parts.consumer,
    parts.provider,
    parts.coupling,
    parts.strength,
    parts.confidence,
    details.state,
    details.firstSeen,
    details.lastSeen,
    details.provenanceStart,
    details.provenanceText,
  ]) {
    yield* section(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  yield* blocks([...parts.traits]);
  yield* blocks(components);
}

/** Reads what `encodeParts` wrote. The columns stay in `content`; nothing is copied that need not be. */
export function decodeParts(content: Uint8Array): SnapshotParts {
  const reader = createSectionReader(content);
  reader.expect(FORMAT);
  const surroundings = reader.json() as Omit<
    SnapshotParts,
    "consumer" | "provider" | "coupling" | "strength" | "confidence" | "details" | "traits"
  >;
  return {
    ...surroundings,
    consumer: reader.column(Int32Array),
    provider: reader.column(Int32Array),
    coupling: reader.column(Uint8Array),
    strength: reader.column(Uint8Array),
    confidence: reader.column(Float32Array),
    details: {
      state: reader.column(Uint8Array),
      firstSeen: reader.column(Float64Array),
      lastSeen: reader.column(Float64Array),
      provenanceStart: reader.column(Uint32Array),
      provenanceText: reader.column(Uint8Array),
    },
    traits: new Map(reader.blocks() as [number, DependencyTraits][]),
    components: reader.blocks() as Component[],
  };
}

function* section(bytes: Uint8Array): Iterable<Uint8Array> {
  const length = Buffer.alloc(ALIGNMENT);
  length.writeBigUInt64LE(BigInt(bytes.byteLength));
  yield length;
  yield* filledUp(bytes);
}

/** A list in blocks: how many, then each. */
function* blocks(items: readonly unknown[]): Iterable<Uint8Array> {
  yield* section(jsonOf(Math.ceil(items.length / BLOCK)));
  for (let start = 0; start < items.length; start += BLOCK) {
    yield* section(jsonOf(items.slice(start, start + BLOCK)));
  }
}

function jsonOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function* filledUp(bytes: Uint8Array): Iterable<Uint8Array> {
  yield bytes;
  const over = bytes.byteLength % ALIGNMENT;
  if (over > 0) yield Buffer.alloc(ALIGNMENT - over);
}
