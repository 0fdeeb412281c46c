import fc from "fast-check";
import type { Component } from "../../src/model/component.ts";
import {
  Coupling,
  DependencyState,
  Strength,
  type Dependency,
} from "../../src/model/dependency.ts";
import { idOf } from "./graph-of.ts";

/** A few components, and dependencies of every kind between them, no two alike. */
export interface AnyEstate {
  readonly components: Component[];
  readonly dependencies: Dependency[];
}

const part = fc.constantFrom("a", "b", "c", "d", "e").map(idOf);
const time = fc.integer({ min: 0, max: 4e12 });
const words = fc.string({ unit: "grapheme", maxLength: 8 });

const component: fc.Arbitrary<Component> = fc.record(
  {
    id: part,
    kind: fc.constantFrom("service", "queue", "vendor"),
    aliases: fc.array(words, { maxLength: 2 }),
    pagerdutyServiceIds: fc.array(words, { maxLength: 1 }),
    description: words,
  },
  { requiredKeys: ["id", "kind", "aliases", "pagerdutyServiceIds"] },
);

const stated = fc.record({
  consumer: part,
  provider: part,
  coupling: fc.constantFrom(...Coupling.options),
  strength: fc.constantFrom(...Strength.options),
  state: fc.constantFrom(...DependencyState.options),
  confidence: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  firstSeen: time,
  lastSeen: time,
  provenance: fc.array(
    fc.record({
      source: words,
      firstSeen: time,
      lastSeen: time,
      evidence: fc.array(words, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
});

const traits = fc.record(
  {
    timeoutMs: fc.nat(),
    retries: fc.nat(9),
    toleratedLagMs: fc.nat(),
    fallback: part,
    redundancyGroup: fc.record({ name: words, needed: fc.integer({ min: 1, max: 3 }) }),
    monitored: fc.boolean(),
    trafficPerMinute: fc.double({ min: 0, max: 1e6, noNaN: true }),
  },
  { requiredKeys: [] },
);

/** Any small estate, for properties that hold of all of them. */
export function anyEstate(): fc.Arbitrary<AnyEstate> {
  const dependency = fc
    .tuple(stated, traits)
    .map(([core, more]): Dependency => ({ ...core, ...more }));
  return fc.record({
    components: fc.uniqueArray(component, { selector: ({ id }) => id }),
    dependencies: fc.uniqueArray(dependency, {
      maxLength: 30,
      selector: ({ consumer, provider, coupling }) => `${consumer} ${provider} ${coupling}`,
    }),
  });
}
