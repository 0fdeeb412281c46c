import type { Claim } from "../../../model/assertion.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import type { Source } from "../../../model/assertion.ts";
import { assertionKey, type AssertionNode } from "./assertion-nodes.ts";

/** What one claim does to what its source said before. */
export interface Heeded {
  readonly change: "added" | "changed" | "seen again" | "nothing";
  /** What to write; undefined when it stays as it is. */
  readonly node?: AssertionNode;
}

const NOTHING: Heeded = { change: "nothing" };

/**
 * Weighs a claim against what its source said of the same fact before, by the time at which each was said.
 *
 * An older saying that arrives late (a repeated call, a slow importer) neither overwrites nor revives what the
 * source said after it. `completeAt`: when the source last said all that it had.
 */
export function heedClaim(
  known: AssertionNode | undefined,
  { source, at, key, claim }: { source: Source; at: number; key: string; claim: Claim },
  completeAt: number,
): Heeded {
  const retractedAt = known?.retractedAt;
  const lastWord = known ? (retractedAt ?? known.lastSeen) : -Infinity;
  if (known && at < lastWord) {
    if (at >= known.firstSeen) return NOTHING;
    return { change: "seen again", node: { ...known, firstSeen: at } };
  }
  // When the source said all that it had, later than this, it left this out: that is the newer word.
  const isGone = at < completeAt && (!known || retractedAt !== undefined);
  const node: AssertionNode = {
    key: assertionKey(source.name, key),
    source: source.name,
    factKey: key,
    fact: canonicalJson(claim.fact),
    confidence: claim.confidence,
    evidence: JSON.stringify(claim.evidence),
    // Whoever repeats a fact without saying where it was learned does not make that forgotten.
    ...learnedOf(claim, known),
    firstSeen: known?.firstSeen ?? at,
    lastSeen: at,
    ...(isGone ? { retractedAt: completeAt } : {}),
  };
  const isSame =
    known !== undefined &&
    known.fact === node.fact &&
    known.confidence === node.confidence &&
    known.evidence === node.evidence &&
    known.learned === node.learned;
  if (isSame && retractedAt === undefined && known.lastSeen === at) return NOTHING;
  if (isGone) return { change: "nothing", node };
  if (!known || retractedAt !== undefined) return { change: "added", node };
  return { change: isSame ? "seen again" : "changed", node };
}

function learnedOf(claim: Claim, known: AssertionNode | undefined): { learned?: string } {
  if (claim.learned) return { learned: canonicalJson(claim.learned) };
  return known?.learned === undefined ? {} : { learned: known.learned };
}
