import type { FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./connection/neo4j-connection.ts";

/** The numbers of all components that some facts name. */
export interface ComponentNumbers {
  of(key: string): number;
  /** Components that are not there yet, and have to be made before anything else is written. */
  readonly missing: ReadonlySet<string>;
  /** The greatest number that any component has then. */
  readonly greatest: number;
}

/**
 * Looks the components up that these facts name, and numbers those that are new.
 *
 * Numbers stay small, and stand close together: a snapshot is read by them. `greatest`: the greatest that is given.
 */
export async function numberComponents(
  run: Run,
  folded: FoldedFacts,
  greatest: number,
): Promise<ComponentNumbers> {
  const missing = namedIn(folded);
  const numbers = new Map<string, number>();
  if (missing.size > 0) {
    const rows = await run(
      `UNWIND $keys AS key MATCH (component:Component {key: key})
       RETURN key, component.number AS number`,
      { keys: [...missing] },
    );
    for (const row of rows) {
      numbers.set(row["key"] as string, row["number"] as number);
      missing.delete(row["key"] as string);
    }
  }
  let last = greatest;
  for (const key of missing) numbers.set(key, (last += 1));
  return { of: (key) => numbers.get(key) as number, missing, greatest: last };
}

function namedIn({ components, dependencies, ownerships, journeys }: FoldedFacts): Set<string> {
  const named = new Set<string>();
  for (const [key, component] of components) if (component) named.add(key);
  for (const dependency of dependencies.values()) {
    if (dependency) named.add(dependency.consumer).add(dependency.provider);
  }
  for (const ownership of ownerships.values()) if (ownership) named.add(ownership.component);
  for (const journey of journeys.values()) {
    for (const key of journey?.entries ?? []) named.add(key);
  }
  return named;
}
