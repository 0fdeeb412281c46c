import type { Run } from "./connection/neo4j-connection.ts";

/** Writes that readers can still follow; who is further behind reads all. */
const REMEMBERED = 1000;
/** Facts that one change names at most; one that touched more says so, and is read all. */
const NAMED = 5000;

/**
 * Raises the version, and notes which facts are otherwise with it.
 *
 * `numbers`: the greatest number that a component has now.
 */
export async function noteChange(
  run: Run,
  version: number,
  keys: ReadonlySet<string>,
  numbers: number,
): Promise<void> {
  const isNamed = keys.size <= NAMED;
  await run(
    `MATCH (graph:Meta {key: 'graph'}) SET graph.version = $version, graph.numbers = $numbers
     MERGE (change:Change {version: $version}) SET change.keys = $keys, change.isAll = $isAll
     WITH change MATCH (old:Change) WHERE old.version <= $forgotten
     DELETE old`,
    {
      version,
      numbers,
      keys: isNamed ? [...keys] : [],
      isAll: !isNamed,
      forgotten: version - REMEMBERED,
    },
  );
}
