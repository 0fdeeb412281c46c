import type { Component } from "./component.ts";
import { delayMs, type Coupling, type DependencyState, type Strength } from "./dependency.ts";
import { groupByKey, startsOfKeys } from "./group-by-key.ts";
import { unpackProvenance } from "./pack-provenance.ts";
import {
  COUPLINGS,
  STATES,
  STRENGTHS,
  type DependencyDetails,
  type DependencyIndex,
  type Snapshot,
} from "./snapshot-layout.ts";

/** What cannot be worked out from anything else: the parts that a snapshot file keeps. */
export type SnapshotParts = Omit<
  Snapshot,
  "indexOf" | "delayMs" | "firstUse" | "firstNeed" | "needs" | "dependency"
>;

const LINE_END = 10;

/**
 * Makes a snapshot from its parts, adding the indexes. The columns are taken over, not copied.
 *
 * The rows must be in the snapshot's order already: by provider, consumer and coupling.
 */
export function assembleSnapshot(parts: SnapshotParts): Snapshot {
  const { components, consumer, provider, coupling, strength, confidence, traits, details } = parts;
  const { starts: firstNeed, order: needs } = groupByKey(consumer, components.length);

  const delays = new Float64Array(consumer.length);
  for (const [index, own] of traits) delays[index] = delayMs(couplingAt(coupling, index), own);

  return {
    ...parts,
    indexOf: new Map(components.map(({ id }, index) => [id, index])),
    delayMs: delays,
    firstUse: startsOfKeys(provider, components.length),
    firstNeed,
    needs,
    dependency(index) {
      return {
        consumer: (components[consumer[index] as number] as Component).id,
        provider: (components[provider[index] as number] as Component).id,
        coupling: couplingAt(coupling, index),
        strength: STRENGTHS[strength[index] as number] as Strength,
        // The column has seven digits; more would show 0.9 as 0.8999999761581421.
        confidence: Math.round((confidence[index] as number) * 1e6) / 1e6,
        state: STATES[details.state[index] as number] as DependencyState,
        firstSeen: details.firstSeen[index] as number,
        lastSeen: details.lastSeen[index] as number,
        provenance: unpackProvenance(provenanceAt(details, index)),
        ...traits.get(index),
      };
    },
  };
}

function couplingAt(coupling: Uint8Array, index: DependencyIndex): Coupling {
  return COUPLINGS[coupling[index] as number] as Coupling;
}

function provenanceAt(
  { provenanceStart, provenanceText }: DependencyDetails,
  index: DependencyIndex,
): string {
  const start = provenanceStart[index] as number;
  const end = provenanceText.indexOf(LINE_END, start);
  return new TextDecoder().decode(provenanceText.subarray(start, end));
}
