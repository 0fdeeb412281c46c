import type { Component } from "../component.ts";
import type { Coupling, DependencyState, Strength } from "../dependency.ts";
import { unpackProvenance } from "./pack-provenance.ts";
import {
  COUPLINGS,
  STATES,
  STRENGTHS,
  type DependencyDetails,
  type DependencyIndex,
  type Snapshot,
  type SnapshotParts,
} from "./snapshot-layout.ts";

const LINE_END = 10;

/** Reads single dependencies out of a snapshot's columns. */
export function dependencyReader({
  components,
  consumer,
  provider,
  coupling,
  strength,
  confidence,
  traits,
  details,
}: SnapshotParts): Snapshot["dependency"] {
  return (index) => ({
    consumer: (components[consumer[index] as number] as Component).id,
    provider: (components[provider[index] as number] as Component).id,
    coupling: COUPLINGS[coupling[index] as number] as Coupling,
    strength: STRENGTHS[strength[index] as number] as Strength,
    // The column has seven digits; more would show 0.9 as 0.8999999761581421.
    confidence: Math.round((confidence[index] as number) * 1e6) / 1e6,
    state: STATES[details.state[index] as number] as DependencyState,
    firstSeen: details.firstSeen[index] as number,
    lastSeen: details.lastSeen[index] as number,
    provenance: unpackProvenance(provenanceAt(details, index)),
    ...traits.get(index),
  });
}

function provenanceAt(
  { provenanceStart, provenanceText }: DependencyDetails,
  index: DependencyIndex,
): string {
  const start = provenanceStart[index] as number;
  const end = provenanceText.indexOf(LINE_END, start);
  return new TextDecoder().decode(provenanceText.subarray(start, end));
}
