import type { Component } from "../../../model/component.ts";
import { nameOf } from "../../../model/component.ts";
import type { FoldedDependency } from "../../../model/folding/fold-dependency.ts";
import type { Ownership } from "../../../model/team.ts";
import { numberNew, type ComponentNumbers } from "./component-numbers.ts";
import { packBody } from "./dependency-body.ts";
import { endsOf, type FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./neo4j-connection.ts";
import { putSurroundings } from "./put-surroundings.ts";

/**
 * Writes what facts add up to, new before old goes; gives the greatest number that a component has then.
 *
 * A component stands in the map when somebody stated it (it has a `body`) or a dependency ends there. One to which
 * only an owner or a journey points is kept for that, and is no part of the map.
 */
export async function putFolded(run: Run, folded: FoldedFacts, greatest: number): Promise<number> {
  const { components, dependencies, ownerships } = folded;
  const numbers = await numberNew(run, folded, greatest);
  const standing = [...dependencies].filter((entry) => entry[1] !== undefined);
  const gone = [...dependencies].filter(([, dependency]) => !dependency).map(([key]) => key);
  const unstated = [...components].filter(([, component]) => !component).map(([key]) => key);
  const loose = new Set([...unstated, ...gone.flatMap((key) => endsOf(key).slice(0, 2))]);
  for (const [key, ownership] of ownerships) if (!ownership) loose.add(key.split(" ")[0] as string);

  await Promise.all([
    putComponents(run, [...components.values()].filter(isThere), numbers),
    unstate(run, unstated),
    putDependencies(run, standing as [string, FoldedDependency][], numbers),
    putOwnerships(run, [...ownerships.values()].filter(isThere), numbers),
    putSurroundings(run, folded, numbers),
    dropDependencies(run, gone),
    dropLoose(run, loose),
  ]);
  return numbers.greatest;
}

function isThere<One>(one: One | undefined): one is One {
  return one !== undefined;
}

async function putComponents(
  run: Run,
  components: readonly Component[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (components.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MERGE (component:Component {key: row.properties.key}) ON CREATE SET component.number = row.number
     WITH row, component, component.number AS number
     SET component = row.properties SET component.number = number`,
    {
      rows: components.map(({ id, ...stated }) => ({
        number: numbers.of(id),
        properties: {
          key: id,
          name: nameOf(id),
          ...stated,
          body: JSON.stringify({ id, ...stated }),
        },
      })),
    },
  );
}

/** Nobody states them any more: what is left is that something may hang on them. */
async function unstate(run: Run, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    `UNWIND $rows AS row MATCH (component:Component {key: row.key})
     WITH row, component, component.number AS number
     SET component = row SET component.number = number`,
    { rows: keys.map((key) => ({ key, name: nameOf(key), kind: "service" })) },
  );
}

async function putDependencies(
  run: Run,
  standing: readonly (readonly [string, FoldedDependency])[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (standing.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MERGE (consumer:Component {key: row.consumer})
       ON CREATE SET consumer.number = row.consumerNumber, consumer.name = row.consumerName,
         consumer.kind = 'service'
     MERGE (provider:Component {key: row.provider})
       ON CREATE SET provider.number = row.providerNumber, provider.name = row.providerName,
         provider.kind = 'service'
     MERGE (consumer)-[dependency:DEPENDS_ON {coupling: row.coupling}]->(provider)
     SET dependency = row.properties`,
    { rows: standing.map(([key, folded]) => dependencyRow(key, folded, numbers)) },
  );
}

function dependencyRow(key: string, folded: FoldedDependency, numbers: ComponentNumbers): object {
  const [consumer, provider, coupling] = endsOf(key);
  const { strength, state, quietState, lastObserved, confidence, firstSeen, lastSeen } = folded;
  return {
    consumer,
    provider,
    coupling,
    consumerName: nameOf(consumer),
    providerName: nameOf(provider),
    consumerNumber: numbers.of(consumer),
    providerNumber: numbers.of(provider),
    properties: {
      coupling,
      strength,
      state,
      ...(quietState === state ? {} : { quietState }),
      ...(lastObserved === undefined ? {} : { lastObserved }),
      confidence,
      firstSeen,
      lastSeen,
      sources: folded.provenance.map(({ source }) => source),
      body: packBody(folded),
    },
  };
}

async function dropDependencies(run: Run, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    `UNWIND $gone AS ends
     MATCH (:Component {key: ends[0]})-[dependency:DEPENDS_ON {coupling: ends[2]}]->(:Component {key: ends[1]})
     DELETE dependency`,
    { gone: keys.map(endsOf) },
  );
}

async function putOwnerships(
  run: Run,
  ownerships: readonly Ownership[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (ownerships.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MERGE (component:Component {key: row.component})
       ON CREATE SET component.number = row.number, component.name = row.name,
         component.kind = 'service'
     MERGE (team:Team {key: row.team})
     MERGE (component)-[owned:OWNED_BY]->(team)
     SET owned.sources = row.sources, owned.lastSeen = row.lastSeen`,
    {
      rows: ownerships.map((ownership) => ({
        ...ownership,
        name: nameOf(ownership.component),
        number: numbers.of(ownership.component),
      })),
    },
  );
}

/** Takes away components that nobody states and to which nothing leads any more. */
async function dropLoose(run: Run, keys: ReadonlySet<string>): Promise<void> {
  if (keys.size === 0) return;
  await run(
    `UNWIND $keys AS key MATCH (component:Component {key: key})
     WHERE component.body IS NULL
       AND NOT EXISTS { (component)-[:DEPENDS_ON]-() }
       AND NOT EXISTS { (component)-[:OWNED_BY]->() }
       AND NOT EXISTS { (component)<-[:ENTERS]-() }
     DETACH DELETE component`,
    { keys: [...keys] },
  );
}
