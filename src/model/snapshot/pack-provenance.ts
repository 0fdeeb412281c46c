import type { Provenance } from "../dependency.ts";

type Packed = [source: string, firstSeen: number, lastSeen: number, ...evidence: string[]];

/**
 * Writes provenance as one line of ASCII text.
 *
 * ASCII, so that a place in the text is a place in its bytes; short, because there is one for every dependency.
 */
export function packProvenance(provenance: readonly Provenance[]): string {
  const packed = provenance.map(({ source, firstSeen, lastSeen, evidence }): Packed => [
    source,
    firstSeen,
    lastSeen,
    ...evidence,
  ]);
  return JSON.stringify(packed).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Reads what `packProvenance` wrote.
 *
 * @example
 * ```ts
 * const provenance = [{ source: "kubernetes", firstSeen: 1, lastSeen: 2, evidence: ["cart.yaml:3"] }];
 * unpackProvenance(packProvenance(provenance));
 * // => [{ source: "kubernetes", firstSeen: 1, lastSeen: 2, evidence: ["cart.yaml:3"] }]
 * ```
 */
export function unpackProvenance(text: string): Provenance[] {
  return (JSON.parse(text) as Packed[]).map(([source, firstSeen, lastSeen, ...evidence]) => ({
    source,
    firstSeen,
    lastSeen,
    evidence,
  }));
}
