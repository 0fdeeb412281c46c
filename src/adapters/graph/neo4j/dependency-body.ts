import type { FoldedDependency } from "../../../model/folding/fold-dependency.ts";
import { packProvenance } from "../../../model/snapshot/pack-provenance.ts";
import type { SnapshotRow } from "../../../model/snapshot/snapshot-builder.ts";
import { COUPLINGS, statedTraits, STATES, STRENGTHS } from "../../../model/snapshot/snapshot.ts";

/** The numbers of the two components that a dependency binds. */
export interface EndNumbers {
  readonly consumer: number;
  readonly provider: number;
}

/** What a snapshot takes from a relationship, in codes; the state is already that of the time that was asked for. */
export type DependencyRow = EndNumbers & Omit<SnapshotRow, keyof EndNumbers>;

/**
 * All that a snapshot needs of a dependency in one text: a million of them are read at once, and reading ten
 * properties of each costs three times as much as reading one, and looking at its two ends as much again.
 */
export function packBody(folded: FoldedDependency, ends: EndNumbers): string {
  const codes =
    COUPLINGS.indexOf(folded.coupling) +
    (STRENGTHS.indexOf(folded.strength) << 8) +
    (STATES.indexOf(folded.state) << 16) +
    (STATES.indexOf(folded.quietState) << 20);
  const { confidence, firstSeen, lastSeen, lastObserved = "", provenance } = folded;
  const traits = statedTraits(folded);
  return (
    `${ends.consumer} ${ends.provider} ${codes} ${confidence} ${firstSeen} ${lastSeen} ${lastObserved} ${packProvenance(provenance)}` +
    (traits ? `\n${JSON.stringify(traits)}` : "")
  );
}

/** Reads what `packBody` wrote; what was last observed before `dormantBefore` is in its quiet state. */
export function unpackBody(body: string, dormantBefore: number): DependencyRow {
  const providerAt = body.indexOf(" ") + 1;
  const codesAt = body.indexOf(" ", providerAt) + 1;
  const confidenceAt = body.indexOf(" ", codesAt) + 1;
  const firstSeenAt = body.indexOf(" ", confidenceAt) + 1;
  const lastSeenAt = body.indexOf(" ", firstSeenAt) + 1;
  const observedAt = body.indexOf(" ", lastSeenAt) + 1;
  const provenanceAt = body.indexOf(" ", observedAt) + 1;
  const lineEnd = body.indexOf("\n", provenanceAt);
  const codes = Number(body.slice(codesAt, confidenceAt - 1));
  const lastObserved = body.slice(observedAt, provenanceAt - 1);
  const isQuiet = lastObserved !== "" && Number(lastObserved) < dormantBefore;
  return {
    consumer: Number(body.slice(0, providerAt - 1)),
    provider: Number(body.slice(providerAt, codesAt - 1)),
    coupling: codes & 0xff,
    strength: (codes >> 8) & 0xff,
    state: isQuiet ? codes >> 20 : (codes >> 16) & 0xf,
    confidence: Number(body.slice(confidenceAt, firstSeenAt - 1)),
    firstSeen: Number(body.slice(firstSeenAt, lastSeenAt - 1)),
    lastSeen: Number(body.slice(lastSeenAt, observedAt - 1)),
    traits: lineEnd < 0 ? undefined : JSON.parse(body.slice(lineEnd + 1)),
    provenance: lineEnd < 0 ? body.slice(provenanceAt) : body.slice(provenanceAt, lineEnd),
  };
}
