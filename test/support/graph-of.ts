import { ComponentId } from "../../src/model/component.ts";
import { Coupling, usualStrength, type Dependency } from "../../src/model/dependency.ts";
import {
  buildSnapshot,
  type Snapshot,
  type Surroundings,
} from "../../src/model/snapshot/snapshot.ts";
import type { DependencyTraits } from "../../src/model/dependency.ts";
import type { Component } from "../../src/model/component.ts";

/** Everything about an arrow that its signs do not say. */
type More = Partial<Omit<Dependency, "consumer" | "provider">>;

/** The id of a short name in test graphs. */
export function idOf(name: string): ComponentId {
  return ComponentId.parse(name.includes("/") ? name : `prod/shop/${name}`);
}

/**
 * Reads a snapshot from arrows: `a -> b` is a hard call of a on b, `a ~> b` a soft one, `a -event-> b` another
 * coupling (`~event~>` soft). Names without slashes live in `prod/shop`.
 */
export function graphOf(...arrows: (string | [arrow: string, more: More])[]): Snapshot {
  const dependencies = arrows.map((arrow) =>
    typeof arrow === "string" ? dependencyOf(arrow) : dependencyOf(arrow[0], arrow[1]),
  );
  return snapshotOf(dependencies);
}

/** The same with the map's surroundings and components that no arrow names. */
export function snapshotOf(
  dependencies: readonly Dependency[],
  about: Partial<Surroundings> & {
    components?: readonly (Partial<Component> & { id: string })[];
  } = {},
): Snapshot {
  const named = new Map((about.components ?? []).map((component) => [component.id, component]));
  const ends = dependencies.flatMap(({ consumer, provider, fallback }) => [
    consumer,
    provider,
    ...(fallback ? [fallback] : []),
  ]);
  const components = [...new Set([...ends, ...named.keys()])].map((id): Component => ({
    kind: "service",
    aliases: [],
    pagerdutyServiceIds: [],
    ...named.get(id),
    id,
  }));
  return buildSnapshot(components, dependencies, { asOf: 0, version: 1, ...about });
}

/** One dependency from an arrow. */
export function dependencyOf(arrow: string, more: More = {}): Dependency {
  const [consumer, sign, provider] = arrow.split(" ");
  const coupling = sign?.match(/^[-~]([a-z-]+)[-~]>$/)?.[1] ?? "call";
  if (!consumer || !provider || !sign?.endsWith(">") || !/^[-~]/.test(sign)) {
    throw new Error(`not an arrow: "${arrow}" (write "a -> b", "a ~> b" or "a -event-> b")`);
  }
  const parsed = Coupling.parse(coupling);
  const soft = sign.startsWith("~");
  const { fallback, ...rest } = more as DependencyTraits & More;
  return {
    consumer: idOf(consumer),
    provider: idOf(provider),
    coupling: parsed,
    strength: soft ? "soft" : usualStrength(parsed),
    state: "declared",
    confidence: 1,
    firstSeen: 0,
    lastSeen: 0,
    provenance: [{ source: "test", firstSeen: 0, lastSeen: 0, evidence: [arrow] }],
    ...rest,
    ...(fallback ? { fallback: idOf(fallback) } : {}),
  };
}
