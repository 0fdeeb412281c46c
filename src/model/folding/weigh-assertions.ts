import type { Assertion, SourceType } from "../assertion.ts";

const RANK: Record<SourceType, number> = { person: 0, "game-day": 1, import: 2, observation: 2 };

/**
 * Orders assertions about one fact, the one to believe first.
 *
 * A person's word wins, then a game day; then the higher confidence, the later sight, and the source's name,
 * so that the order never depends on who was written down first.
 */
export function byWeight(a: Assertion, b: Assertion): number {
  return (
    RANK[a.source.type] - RANK[b.source.type] ||
    b.confidence - a.confidence ||
    b.lastSeen - a.lastSeen ||
    byText(a.source.name, b.source.name)
  );
}

/** Orders texts by their code units: the same everywhere, unlike a locale's order. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Takes each attribute from the first that states it, best first.
 *
 * @example
 * ```ts
 * firstStated([{ name: "Cart" }, { name: "cart", phone: "+44 20" }]);
 * // => { name: "Cart", phone: "+44 20" }
 * ```
 */
export function firstStated<Stated extends object>(bestFirst: readonly Stated[]): Stated {
  const stated: Partial<Stated> = {};
  for (const one of bestFirst) {
    for (const [attribute, value] of Object.entries(one)) {
      if (value !== undefined && !Object.hasOwn(stated, attribute)) {
        Object.assign(stated, { [attribute]: value });
      }
    }
  }
  return stated as Stated;
}
