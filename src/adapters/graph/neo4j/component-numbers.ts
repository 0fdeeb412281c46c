import type { FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./neo4j-connection.ts";

/** The numbers of components that are not there yet; one that is there keeps its own. */
export interface ComponentNumbers {
  /** Null for a component that is there. */
  of(key: string): number | null;
  readonly greatest: number;
}

/**
 * Numbers for the components that these facts bring into the map.
 *
 * Numbers stay small, and stand close together: a snapshot is read by them. `greatest`: the greatest that is given.
 */
export async function numberNew(
  run: Run,
  { components, dependencies, ownerships, journeys }: FoldedFacts,
  greatest: number,
): Promise<ComponentNumbers> {
  const missing = new Set<string>();
  for (const [key, component] of components) if (component) missing.add(key);
  for (const dependency of dependencies.values()) {
    if (dependency) missing.add(dependency.consumer).add(dependency.provider);
  }
  for (const ownership of ownerships.values()) if (ownership) missing.add(ownership.component);
  for (const journey of journeys.values()) {
    for (const key of journey?.entries ?? []) missing.add(key);
  }
  if (missing.size > 0) {
    const rows = await run(
      "UNWIND $keys AS key MATCH (component:Component {key: key}) RETURN key",
      { keys: [...missing] },
    );
    for (const row of rows) missing.delete(row["key"] as string);
  }
  const numbers = new Map([...missing].map((key, place) => [key, greatest + 1 + place]));
  return { of: (key) => numbers.get(key) ?? null, greatest: greatest + numbers.size };
}
