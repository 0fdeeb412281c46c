import type { Component, ComponentId } from "../component.ts";
import { DependencyTraits, type Dependency } from "../dependency.ts";
import { packProvenance } from "./pack-provenance.ts";
import { createSnapshotBuilder, type About } from "./snapshot-builder.ts";
import {
  COUPLINGS,
  STATES,
  STRENGTHS,
  type ComponentIndex,
  type Snapshot,
} from "./snapshot-layout.ts";

export {
  COUPLINGS,
  STATES,
  STRENGTHS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
  type Surroundings,
} from "./snapshot-layout.ts";

const TRAITS = DependencyTraits.keyof().options;

/**
 * Builds a snapshot from components and dependencies in any order.
 *
 * A dependency whose end is no component is refused with an error: the store adds missing ends. O(V + E);
 * the dependencies themselves are not kept, only their columns and details.
 */
export function buildSnapshot(
  components: readonly Component[],
  dependencies: Iterable<Dependency>,
  about: About,
): Snapshot {
  const indexOf = new Map(components.map(({ id }, index) => [id, index]));
  const place = (id: ComponentId): ComponentIndex => {
    const index = indexOf.get(id);
    if (index === undefined) throw new Error(`the dependency's end ${id} is not a component`);
    return index;
  };
  const builder = createSnapshotBuilder(components);
  for (const dependency of dependencies) {
    builder.add({
      consumer: place(dependency.consumer),
      provider: place(dependency.provider),
      coupling: COUPLINGS.indexOf(dependency.coupling),
      strength: STRENGTHS.indexOf(dependency.strength),
      state: STATES.indexOf(dependency.state),
      confidence: dependency.confidence,
      firstSeen: dependency.firstSeen,
      lastSeen: dependency.lastSeen,
      traits: statedTraits(dependency),
      provenance: packProvenance(dependency.provenance),
    });
  }
  return builder.build(about);
}

/** The traits that somebody stated, without the rest of the dependency; undefined when there is none. */
export function statedTraits(stated: DependencyTraits): DependencyTraits | undefined {
  let traits: Record<string, unknown> | undefined;
  for (const trait of TRAITS) {
    if (stated[trait] === undefined) continue;
    traits ??= {};
    traits[trait] = stated[trait];
  }
  return traits;
}
