import type { FoldedDependency } from "../../../model/folding/fold-dependency.ts";
import type { ComponentNumbers } from "./component-numbers.ts";
import { packBody } from "./dependency-body.ts";
import { endsOf, type FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./connection/neo4j-connection.ts";

/**
 * Writes the dependencies that stand, between components that are there. One that is new is made without a look at
 * what hangs on its two ends: at a hub, that is a long list.
 */
export async function putDependencies(
  run: Run,
  dependencies: FoldedFacts["dependencies"],
  numbers: ComponentNumbers,
  isNew: (factKey: string) => boolean,
): Promise<void> {
  const fresh: FoldedDependency[] = [];
  const standing: FoldedDependency[] = [];
  for (const [key, dependency] of dependencies) {
    if (dependency) (isNew(`dependency ${key}`) ? fresh : standing).push(dependency);
  }
  await Promise.all([
    createDependencies(run, fresh, numbers),
    renewDependencies(run, standing, numbers),
  ]);
}

/**
 * Takes dependencies away; the rest of a fact key names each.
 *
 * Both ends are found first (the WITH sees to it), so that nobody goes through all that hangs on a hub.
 */
export async function dropDependencies(run: Run, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    `UNWIND $gone AS ends
     MATCH (consumer:Component {key: ends[0]}) MATCH (provider:Component {key: ends[1]})
     WITH consumer, provider, ends[2] AS coupling
     MATCH (consumer)-[dependency:DEPENDS_ON {coupling: coupling}]->(provider)
     DELETE dependency`,
    { gone: keys.map(endsOf) },
  );
}

async function createDependencies(
  run: Run,
  fresh: readonly FoldedDependency[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (fresh.length === 0) return;
  const byConsumer = Map.groupBy(fresh, ({ consumer }) => consumer);
  await run(
    `UNWIND $rows AS row MATCH (consumer:Component {number: row.consumer})
     UNWIND row.needs AS need MATCH (provider:Component {number: need.provider})
     CREATE (consumer)-[dependency:DEPENDS_ON]->(provider) SET dependency = need.properties`,
    {
      rows: Array.from(byConsumer, ([consumer, needs]) => ({
        consumer: numbers.of(consumer),
        needs: needs.map((folded) => ({
          provider: numbers.of(folded.provider),
          properties: dependencyProperties(folded, numbers),
        })),
      })),
    },
  );
}

async function renewDependencies(
  run: Run,
  standing: readonly FoldedDependency[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (standing.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MATCH (consumer:Component {number: row.consumer})
     MATCH (provider:Component {number: row.provider})
     MERGE (consumer)-[dependency:DEPENDS_ON {coupling: row.properties.coupling}]->(provider)
     SET dependency = row.properties`,
    {
      rows: standing.map((folded) => ({
        consumer: numbers.of(folded.consumer),
        provider: numbers.of(folded.provider),
        properties: dependencyProperties(folded, numbers),
      })),
    },
  );
}

function dependencyProperties(folded: FoldedDependency, numbers: ComponentNumbers): object {
  const { coupling, strength, state, quietState, lastObserved, confidence } = folded;
  const { firstSeen, lastSeen, provenance } = folded;
  return {
    coupling,
    strength,
    state,
    ...(quietState === state ? {} : { quietState }),
    ...(lastObserved === undefined ? {} : { lastObserved }),
    confidence,
    firstSeen,
    lastSeen,
    sources: provenance.map(({ source }) => source),
    body: packBody(folded, {
      consumer: numbers.of(folded.consumer),
      provider: numbers.of(folded.provider),
    }),
  };
}
