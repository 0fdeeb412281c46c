import { factKey, type Claim } from "../assertion.ts";
import { byText } from "./weigh-assertions.ts";

/**
 * What one source says in one run, one claim for each fact, under the fact's key.
 *
 * A source that names a fact twice (two files with the same address) says it once, with the evidence of both
 * and the words of the surer one.
 */
export function mergeClaims(claims: readonly Claim[]): Map<string, Claim> {
  const merged = new Map<string, Claim>();
  for (const claim of claims) {
    const key = factKey(claim.fact);
    const known = merged.get(key);
    if (!known) {
      merged.set(key, claim);
      continue;
    }
    const surer = claim.confidence > known.confidence ? claim : known;
    const evidence = [...new Set([...known.evidence, ...claim.evidence])].toSorted(byText);
    const learned = surer.learned ?? known.learned ?? claim.learned;
    merged.set(key, { ...surer, evidence, ...(learned ? { learned } : {}) });
  }
  return merged;
}
